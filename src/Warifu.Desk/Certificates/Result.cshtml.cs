using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Desk.Shell;
using Warifu.Pki.Names;
using Warifu.Web.Faces;
using Warifu.Web.Problems;

namespace Warifu.Desk.Certificates;

/// <summary>証明書取得 結果 (seeds 003 and 004, CCHK007).</summary>
[OnFace(DeskServer.Face)]
internal sealed class ResultModel(DeskFolder folder, WindowWishes window) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Serial { get; set; } = "";

    public HeldCertificate Held { get; private set; } = null!;

    public Subject Subject => Held.Certificate.Subject ?? Subject.Empty;

    public int DaysValid => (int)Math.Round((Held.Certificate.NotAfter - Held.Certificate.NotBefore).TotalDays);

    /// <summary>How long before its end the bank reminds of it.</summary>
    public int DaysOfNotice => (int)Math.Round((Held.Certificate.NotAfter - Held.RenewableFrom).TotalDays);

    public bool IsAllowed => RenewalPlan.Of(folder, Held)?.AllowedSince is not null;

    public static string PathTo(HeldCertificate held) => $"/certificates/{held.Serial}/issued";

    public IActionResult OnGet()
    {
        if (HeldCertificate.Of(folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        Held = held;
        return Page();
    }

    /// <summary>閉じる: the window goes to the tray; the list is what it shows next.</summary>
    public IActionResult OnPost()
    {
        window.Close();
        return Redirect("/");
    }
}
