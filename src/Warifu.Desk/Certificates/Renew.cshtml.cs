using Microsoft.AspNetCore.Mvc;
using Warifu.Desk.Shell;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Desk.Certificates;

/// <summary>証明書取得認証 of a renewal (seed 004, CCHK002): the login password alone, since the old certificate says who it is.</summary>
[OnFace(DeskServer.Face)]
internal sealed class RenewModel(DeskFolder folder, Enrolments enrolments, Translation language) : EnrolmentPage(folder, enrolments)
{
    public const string Path = "/renew";

    [BindProperty(SupportsGet = true)]
    public string Serial { get; set; } = "";

    public HeldCertificate Held { get; private set; } = null!;

    public static string PathTo(string serial) => $"{Path}?serial={Uri.EscapeDataString(serial)}";

    public static string PathAfter(Enrolment refused) => $"{PathTo(refused.Renews!.Serial.Hex)}&after={refused.Id}";

    public IActionResult OnGet() => ShowHeld(Tried?.Refusal);

    public IActionResult OnPost()
    {
        if (HeldCertificate.Of(Folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        if (Password.Length == 0)
            return ShowHeld(CertificateRefusals.PasswordMissing);
        var place = ChosenPlace;
        return place.Refusal is { } gone ? ShowHeld(gone)
            : Redirect(WaitModel.PathTo(Enrolments.BeginRenewal(held, Password, language.IsJapanese, place.Value)));
    }

    private IActionResult ShowHeld(Refusal? refusal)
    {
        if (HeldCertificate.Of(Folder, Serial) is not { } held)
            return this.Refused(DeskRefusals.NoSuchCertificate);
        Held = held;
        return Show(refusal, held.Place);
    }
}
