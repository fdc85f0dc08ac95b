using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Keys;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Desk.Certificates.Unattended;

/// <summary>Allows renewals of one certificate without its user, with his passwords; or takes that back, with the key alone.</summary>
[OnFace(DeskServer.Face)]
internal sealed class LeaveModel(DeskFolder folder, OpenedKeys keys, Enrolments enrolments, UnattendedChoice choice, Translation language) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string Serial { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    /// <summary>The try that was refused, for another.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    public UnattendedStanding Standing { get; private set; } = null!;

    public HeldCertificate Held => Standing.Held;

    public Refusal? Refusal { get; private set; }

    public static string PathTo(HeldCertificate held) => $"/certificates/{held.Serial}/automatic";

    public static string PathAfter(Enrolment refused) => $"{PathTo(refused.Renews!)}?after={refused.Id}";

    public IActionResult OnGet() => Show(After is { } id ? enrolments.Find(id)?.Refusal : null);

    public IActionResult OnPost()
    {
        if (HeldCertificate.Of(folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        if (Password.Length == 0)
            return Show(CertificateRefusals.PasswordMissing);
        if (choice.Wanted != true)
            choice.Choose(wanted: true);
        return Redirect(WaitModel.PathTo(enrolments.BeginAllowing(held, Password, language.IsJapanese)));
    }

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancel)
    {
        if (HeldCertificate.Of(folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        return Show((await new UnattendedLeave(folder, keys.Vault).WithdrawAsync(held, language.IsJapanese, cancel)).Refusal);
    }

    private IActionResult Show(Refusal? refusal)
    {
        if (HeldCertificate.Of(folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        (Standing, Refusal) = (UnattendedStanding.Of(folder, choice, held), refusal);
        return this.PageWith(refusal);
    }
}
