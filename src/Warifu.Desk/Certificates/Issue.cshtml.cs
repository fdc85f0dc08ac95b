using Microsoft.AspNetCore.Mvc;
using Warifu.Desk.Keys;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>証明書取得 認証 (seed 003, CCHK002): login ID and login password for a bank that is known.</summary>
[OnFace(DeskServer.Face)]
internal sealed class IssueModel(DeskFolder folder, KnownBanks banks, Enrolments enrolments, Translation language) : EnrolmentPage(folder, enrolments)
{
    public const string Path = "/issue";

    [BindProperty(SupportsGet = true)]
    public Uri? Bank { get; set; }

    [BindProperty(SupportsGet = true)]
    public string LoginId { get; set; } = "";

    public KnownBank Known { get; private set; } = null!;

    public static string PathTo(Uri bank, string? loginId = null) =>
        $"{Path}?bank={Uri.EscapeDataString(bank.GetLeftPart(UriPartial.Authority))}{(loginId is null ? "" : $"&loginId={Uri.EscapeDataString(loginId)}")}";

    public static string PathOntoToken(Uri bank) => $"{PathTo(bank)}&onto={PlaceChoice.OntoToken}";

    public static string PathAfter(Enrolment refused) => $"{PathTo(refused.Bank, refused.LoginId)}&after={refused.Id}";

    public IActionResult OnGet() => ShowKnown(Tried?.Refusal);

    public IActionResult OnPost()
    {
        if (Bank is null || banks.Find(Bank) is null)
            return Redirect(ChooseBankModel.Path);
        LoginId = LoginId.Trim();
        if (LoginId.Length == 0 || Password.Length == 0)
            return ShowKnown(CertificateRefusals.LoginMissing);
        var place = ChosenPlace;
        return place.Refusal is { } gone ? ShowKnown(gone)
            : Redirect(WaitModel.PathTo(Enrolments.Begin(Bank, LoginId, Password, language.IsJapanese, place.Value)));
    }

    // Only a known bank gets here; a form altered to name another leads back to the choice.
    private IActionResult ShowKnown(Refusal? refusal)
    {
        if (Bank is null || banks.Find(Bank) is not { } known)
            return Redirect(ChooseBankModel.Path);
        Known = known;
        return Show(refusal, usual: null);
    }
}
