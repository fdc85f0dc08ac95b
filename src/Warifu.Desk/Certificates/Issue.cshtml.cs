using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>証明書取得 認証 (seed 003, CCHK002): login ID and login password for a bank that is known.</summary>
[OnFace(DeskServer.Face)]
internal sealed class IssueModel(KnownBanks banks, Enrolments enrolments, Translation language) : PageModel
{
    public const string Path = "/issue";

    [BindProperty(SupportsGet = true)]
    public Uri? Bank { get; set; }

    [BindProperty(SupportsGet = true)]
    public string LoginId { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    /// <summary>The try that was refused, for another.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    public KnownBank Known { get; private set; } = null!;

    public Refusal? Refusal { get; private set; }

    public static string PathTo(Uri bank, string? loginId = null) =>
        $"{Path}?bank={Uri.EscapeDataString(bank.GetLeftPart(UriPartial.Authority))}{(loginId is null ? "" : $"&loginId={Uri.EscapeDataString(loginId)}")}";

    public static string PathAfter(Enrolment refused) => $"{PathTo(refused.Bank, refused.LoginId)}&after={refused.Id}";

    public IActionResult OnGet()
    {
        Refusal = After is { } id ? enrolments.Find(id)?.Refusal : null;
        return Show();
    }

    public IActionResult OnPost()
    {
        if (Bank is null || banks.Find(Bank) is null)
            return Redirect(ChooseBankModel.Path);
        LoginId = LoginId.Trim();
        if (LoginId.Length == 0 || Password.Length == 0)
        {
            Refusal = CertificateRefusals.LoginMissing;
            return Show();
        }
        return Redirect(WaitModel.PathTo(enrolments.Begin(Bank, LoginId, Password, language.IsJapanese)));
    }

    // Only a known bank gets here; a form altered to name another leads back to the choice.
    private IActionResult Show()
    {
        if (Bank is null || banks.Find(Bank) is not { } known)
            return Redirect(ChooseBankModel.Path);
        Known = known;
        Response.StatusCode = Refusal?.Status ?? 200;
        return Page();
    }
}
