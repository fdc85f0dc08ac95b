using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Desk.Replacements;

/// <summary>パソコンの交換: asks that the certificate on another PC be taken over.</summary>
[OnFace(DeskServer.Face)]
internal sealed class ReplaceModel(DeskFolder folder, KnownBanks banks, Enrolments enrolments, Translation language) : PageModel
{
    private const string Path = "/replace";

    [BindProperty(SupportsGet = true)]
    public Uri? Bank { get; set; }

    [BindProperty(SupportsGet = true)]
    public string LoginId { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    [BindProperty]
    public string Pc { get; set; } = NewPc.UsualName;

    /// <summary>The try that was refused, for another.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    /// <summary>Id of the chosen place of the key, as the form has it.</summary>
    [BindProperty]
    public string? Place { get; set; }

    public PlaceChoice Places { get; private set; } = null!;

    public KnownBank Known { get; private set; } = null!;

    public Refusal? Refusal { get; private set; }

    public static string PathTo(Uri bank, string? loginId = null) =>
        $"{Path}?bank={Uri.EscapeDataString(bank.GetLeftPart(UriPartial.Authority))}{(string.IsNullOrEmpty(loginId) ? "" : $"&loginId={Uri.EscapeDataString(loginId)}")}";

    public static string PathAfter(Enrolment refused) => $"{PathTo(refused.Bank, refused.LoginId)}&after={refused.Id}";

    public IActionResult OnGet()
    {
        if (After is { } id && enrolments.Find(id) is { } refused)
            (Refusal, Pc, Place) = (refused.Refusal, refused.NewPc ?? Pc, refused.Place?.Id);
        // What waits already is shown as it stands.
        return Refusal is null && Bank is not null && ReplaceCertificate.Of(folder, Bank, LoginId) is { NewPc.Standing: not null } waiting
            ? Redirect(ReplacementModel.PathTo(waiting))
            : Show();
    }

    public IActionResult OnPost()
    {
        if (Bank is null || banks.Find(Bank) is null)
            return Redirect(ChooseBankModel.Path);
        (LoginId, Pc) = (LoginId.Trim(), Pc.Trim());
        var place = PlaceChoice.Read(folder, Place);
        Refusal = LoginId.Length > 0 && Password.Length > 0 && Pc.Length > 0 ? place.Refusal : ReplacementRefusals.Missing;
        return Refusal is null ? Redirect(WaitModel.PathTo(enrolments.BeginReplacement(Bank, LoginId, Password, Pc, language.IsJapanese, place.Value))) : Show();
    }

    private IActionResult Show()
    {
        if (Bank is null || banks.Find(Bank) is not { } known)
            return Redirect(ChooseBankModel.Path);
        Known = known;
        Places = PlaceChoice.Now(folder, Place, usual: null);
        Response.StatusCode = Refusal?.Status ?? 200;
        return Page();
    }
}
