using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Keys;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>証明書取得 認証 (seed 003, CCHK002): login ID and login password for a bank that is known.</summary>
[OnFace(DeskServer.Face)]
internal sealed class IssueModel(DeskFolder folder, KnownBanks banks, Enrolments enrolments, Translation language) : PageModel
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

    /// <summary>Id of the chosen place of the key, as the form has it.</summary>
    [BindProperty]
    public string? Place { get; set; }

    /// <summary>Where the key is to be, as an address asks it: <c>token</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Onto { get; set; }

    public PlaceChoice Places { get; private set; } = null!;

    public static string PathTo(Uri bank, string? loginId = null) =>
        $"{Path}?bank={Uri.EscapeDataString(bank.GetLeftPart(UriPartial.Authority))}{(loginId is null ? "" : $"&loginId={Uri.EscapeDataString(loginId)}")}";

    public static string PathOntoToken(Uri bank) => $"{PathTo(bank)}&onto={PlaceChoice.OntoToken}";

    public static string PathAfter(Enrolment refused) => $"{PathTo(refused.Bank, refused.LoginId)}&after={refused.Id}";

    public IActionResult OnGet()
    {
        Refusal = Tried?.Refusal;
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
        var place = PlaceChoice.Read(folder, Place);
        if (place.Refusal is { } gone)
        {
            Refusal = gone;
            return Show();
        }
        return Redirect(WaitModel.PathTo(enrolments.Begin(Bank, LoginId, Password, language.IsJapanese, place.Value)));
    }

    private Enrolment? Tried => After is { } id ? enrolments.Find(id) : null;

    // Only a known bank gets here; a form altered to name another leads back to the choice.
    private IActionResult Show()
    {
        if (Bank is null || banks.Find(Bank) is not { } known)
            return Redirect(ChooseBankModel.Path);
        Known = known;
        Places = PlaceChoice.Now(folder, Place ?? Onto ?? Tried?.Place?.Id, usual: null);
        Response.StatusCode = Refusal?.Status ?? 200;
        return Page();
    }
}
