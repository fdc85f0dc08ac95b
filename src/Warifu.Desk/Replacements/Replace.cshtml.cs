using Microsoft.AspNetCore.Mvc;
using Warifu.Desk.Certificates;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Desk.Replacements;

/// <summary>パソコンの交換: asks that the certificate on another PC be taken over.</summary>
[OnFace(DeskServer.Face)]
internal sealed class ReplaceModel(DeskFolder folder, KnownBanks banks, Enrolments enrolments, Translation language) : EnrolmentPage(folder, enrolments)
{
    private const string Path = "/replace";

    [BindProperty(SupportsGet = true)]
    public Uri? Bank { get; set; }

    [BindProperty(SupportsGet = true)]
    public string LoginId { get; set; } = "";

    [BindProperty]
    public string Pc { get; set; } = NewPc.UsualName;

    public KnownBank Known { get; private set; } = null!;

    public static string PathTo(Uri bank, string? loginId = null) =>
        $"{Path}?bank={Uri.EscapeDataString(bank.GetLeftPart(UriPartial.Authority))}{(string.IsNullOrEmpty(loginId) ? "" : $"&loginId={Uri.EscapeDataString(loginId)}")}";

    public static string PathAfter(Enrolment refused) => $"{PathTo(refused.Bank, refused.LoginId)}&after={refused.Id}";

    public IActionResult OnGet()
    {
        Pc = Tried?.NewPc ?? Pc;
        // What waits already is shown as it stands.
        return Tried?.Refusal is null && Bank is not null && ReplaceCertificate.Of(Folder, Bank, LoginId) is { NewPc.Standing: not null } waiting
            ? Redirect(ReplacementModel.PathTo(waiting))
            : ShowKnown(Tried?.Refusal);
    }

    public IActionResult OnPost()
    {
        if (Bank is null || banks.Find(Bank) is null)
            return Redirect(ChooseBankModel.Path);
        (LoginId, Pc) = (LoginId.Trim(), Pc.Trim());
        var place = ChosenPlace;
        var refusal = LoginId.Length > 0 && Password.Length > 0 && Pc.Length > 0 ? place.Refusal : ReplacementRefusals.Missing;
        return refusal is null ? Redirect(WaitModel.PathTo(Enrolments.BeginReplacement(Bank, LoginId, Password, Pc, language.IsJapanese, place.Value))) : ShowKnown(refusal);
    }

    private IActionResult ShowKnown(Refusal? refusal)
    {
        if (Bank is null || banks.Find(Bank) is not { } known)
            return Redirect(ChooseBankModel.Path);
        Known = known;
        return Show(refusal, usual: null);
    }
}
