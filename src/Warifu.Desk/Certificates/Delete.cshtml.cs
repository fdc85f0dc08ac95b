using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Keys;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Problems;

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

    public static string PathTo(HeldCertificate held) => $"/certificates/{held.Serial}/delete";

    public IActionResult OnGet()
    {
        if (HeldCertificate.Of(folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        var now = time.GetUtcNow();
        Held = held;
        IsLastOfUser = held.StateAt(now) is HeldState.Issued or HeldState.Renewable && !HeldCertificate.All(folder).Any(other =>
            other.Bank == held.Bank && other.LoginId == held.LoginId && other.Serial != held.Serial && other.StateAt(now) is HeldState.Issued or HeldState.Renewable);
        return Page();
    }

    public IActionResult OnPost()
    {
        if (HeldCertificate.Of(folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        held.Remove(folder, keys.Vault);
        return Redirect("/");
    }
}
