using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Keys;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>Offers what nobody signs in with any more for deletion, each with its reason.</summary>
[OnFace(DeskServer.Face)]
internal sealed class CleanUpModel(DeskFolder folder, OpenedKeys keys, CleanUp cleanUp) : PageModel
{
    public const string Path = "/clean-up";

    [BindProperty]
    public IReadOnlyList<string> Serial { get; set; } = [];

    public IReadOnlyList<(HeldCertificate Held, Leftover Why)> Offered => cleanUp.Offered();

    public Refusal? Refusal { get; private set; }

    public IActionResult OnPost()
    {
        // Only what is offered: a form cannot name a certificate that is still needed.
        foreach (var (held, _) in cleanUp.Offered().Where(offer => Serial.Contains(offer.Held.Serial.Hex)))
            Refusal = held.Remove(folder, keys.Vault) ?? Refusal;
        if (Refusal is null)
            return Redirect("/");
        return this.PageWith(Refusal);
    }
}
