using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Desk.Keys;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>証明書取得認証 of a renewal (seed 004, CCHK002): the login password alone, since the old certificate says who it is.</summary>
[OnFace(DeskServer.Face)]
internal sealed class RenewModel(DeskFolder folder, Enrolments enrolments, Translation language) : PageModel
{
    public const string Path = "/renew";

    [BindProperty(SupportsGet = true)]
    public string Serial { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    /// <summary>The try that was refused, for another.</summary>
    [BindProperty(SupportsGet = true)]
    public Guid? After { get; set; }

    public HeldCertificate Held { get; private set; } = null!;

    public Refusal? Refusal { get; private set; }

    /// <summary>Id of the chosen place of the key, as the form has it.</summary>
    [BindProperty]
    public string? Place { get; set; }

    /// <summary>Where the key is to be, as an address asks it: <c>token</c>.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Onto { get; set; }

    public PlaceChoice Places { get; private set; } = null!;

    public static string PathTo(string serial) => $"{Path}?serial={Uri.EscapeDataString(serial)}";

    public static string PathAfter(Enrolment refused) => $"{PathTo(refused.Renews!.Serial.Hex)}&after={refused.Id}";

    public IActionResult OnGet() => Show(Tried?.Refusal);

    public IActionResult OnPost()
    {
        if (HeldCertificate.Of(folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        if (Password.Length == 0)
            return Show(CertificateRefusals.PasswordMissing);
        var place = PlaceChoice.Read(folder, Place);
        return place.Refusal is { } gone ? Show(gone)
            : Redirect(WaitModel.PathTo(enrolments.BeginRenewal(held, Password, language.IsJapanese, place.Value)));
    }

    private Enrolment? Tried => After is { } id ? enrolments.Find(id) : null;

    private IActionResult Show(Refusal? refusal)
    {
        if (HeldCertificate.Of(folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        (Held, Refusal) = (held, refusal);
        Places = PlaceChoice.Now(folder, Place ?? Onto ?? Tried?.Place?.Id, held.Place);
        Response.StatusCode = refusal?.Status ?? 200;
        return Page();
    }
}
