using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Bank.Users;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Graphs;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.Certificates;

/// <summary>
/// 証明書失効確認 (seed 003, BRSK019): what will be revoked, and the confirmation password. Whose it may be is the rule of the act: who revokes
/// his own needs no right over others.
/// </summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession]
internal sealed class ConfirmRevocationModel(Database database, Banks banks, RevocationByUser revocation) : PageModel
{
    /// <summary>The user whose certificate it is.</summary>
    [BindProperty(SupportsGet = true, Name = "user")]
    public Guid Holder { get; set; }

    [BindProperty]
    public string Serial { get; set; } = "";

    [BindProperty]
    public string Confirmation { get; set; } = "";

    public HeldCertificate Held { get; private set; } = null!;

    public ValidityBar? Validity { get; private set; }

    public Refusal? Refusal { get; private set; }

    public bool IsOwn => Holder == HttpContext.Session().UserId;

    /// <summary>His own has ended, and with it the session: no other page follows.</summary>
    public bool IsOwnDone { get; private set; }

    public static string PathTo(Guid user) => $"/manage/users/certificates/confirm?user={user}";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(null, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var done = await revocation.RunAsync(HttpContext.Session(), Holder, Serial, Confirmation, HttpContext.From(), cancel);
        if (done.Refusal is { } refusal)
            return refusal == ConfirmationRefusals.Wrong ? await ShowAsync(refusal, cancel) : this.Refused(refusal);
        if (IsOwn)
        {
            (Held, IsOwnDone) = (done.Value with { State = CertificateState.Revoked }, true);
            SessionCookie.Remove(HttpContext);
            return Page();
        }
        Response.Headers.Location = RevokedModel.PathTo(Holder);
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    private async Task<IActionResult> ShowAsync(Refusal? refusal, CancellationToken cancel)
    {
        var session = HttpContext.Session();
        var profile = banks.Of(session.Bank).Profile;
        var now = database.Time.GetUtcNow();
        var held = await database.InTenantAsync(session.Bank, work => HeldCertificates.OfUserAsync(work, Holder, profile, now), cancel);
        if (held is null)
            return this.Refused(UserRefusals.NotThere);
        if (RevocationByUser.Forbids(session, held) is { } forbidden)
            return this.Refused(forbidden);
        (Held, Validity, Refusal) = (held, held.Validity(now, profile.Certificate.RenewalWindow), refusal);
        return this.PageWith(refusal);
    }
}
