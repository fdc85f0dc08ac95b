using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Keys;
using Warifu.Desk.Keys.Tokens;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>Deletes one certificate and its key, after saying what that destroys (seed 001, 2.11).</summary>
[OnFace(DeskServer.Face)]
internal sealed class DeleteModel(DeskFolder folder, OpenedKeys keys, TimeProvider time) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Serial { get; set; } = "";

    public HeldCertificate Held { get; private set; } = null!;

    /// <summary>Without it, this user cannot sign in from this PC.</summary>
    public bool IsLastOfUser { get; private set; }

    /// <summary>Takes it off the list and leaves the key where it is: for a token that is not at hand any more.</summary>
    [BindProperty]
    public bool ListOnly { get; set; }

    public Refusal? Refusal { get; private set; }

    public static string PathTo(HeldCertificate held) => $"/certificates/{held.Serial}/delete";

    public IActionResult OnGet() => Show();

    public IActionResult OnPost()
    {
        if (HeldCertificate.Of(folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        if (ListOnly)
            held.Forget(folder);
        else if (OpenTokenModel.Needed(held.Place) is { } token)
            return Redirect(OpenTokenModel.PathTo(token, PathTo(held)));
        else if (held.Remove(folder, keys.Vault) is { } refusal)
        {
            Refusal = refusal;
            return Show();
        }
        return Redirect("/");
    }

    private IActionResult Show()
    {
        if (HeldCertificate.Of(folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        var now = time.GetUtcNow();
        Held = held;
        IsLastOfUser = held.StateAt(now) is HeldState.Issued or HeldState.Renewable && !HeldCertificate.All(folder).Any(other =>
            other.Bank == held.Bank && other.LoginId == held.LoginId && other.Serial != held.Serial && other.StateAt(now) is HeldState.Issued or HeldState.Renewable);
        return this.PageWith(Refusal);
    }
}
