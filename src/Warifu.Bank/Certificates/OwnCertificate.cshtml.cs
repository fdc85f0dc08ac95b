using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Enrolment.Unattended;
using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Graphs;

namespace Warifu.Bank.Certificates;

/// <summary>電子証明書: the user's own, and whether his program renews it without him.</summary>
[OnFace(BankFaces.Cert)]
[NeedsSession]
internal sealed class OwnCertificateModel(Database database, Banks banks, UserNotices notices) : PageModel
{
    public const string Path = "/certificate";

    /// <summary>Query of the page that says it is done.</summary>
    private const string SaidWithdrawn = "?said=withdrawn";

    public HeldCertificate Held { get; private set; } = null!;

    public ValidityBar? Validity { get; private set; }

    /// <summary>Null while it is renewed by a person only.</summary>
    public UnattendedRenewal? Unattended { get; private set; }

    public bool UnattendedOffered => banks.Of(HttpContext).Profile.Certificate.UnattendedRenewal;

    public bool MayRevoke => RevocationByUser.Forbids(HttpContext.Session(), Held) is null;

    public bool IsWithdrawn => Request.QueryString.Value == SaidWithdrawn;

    public Task OnGetAsync(CancellationToken cancel)
    {
        var session = HttpContext.Session();
        var profile = banks.Of(session.Bank).Profile;
        var now = database.Time.GetUtcNow();
        return database.InTenantAsync(session.Bank, async work =>
        {
            Held = (await HeldCertificates.OfUserAsync(work, session.UserId, profile, now))!;
            Validity = Held.Validity(now, profile.Certificate.RenewalWindow);
            Unattended = await UnattendedRenewal.FindAsync(work, session.UserId);
        }, cancel);
    }

    /// <summary>Nothing is asked: it only takes away.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var session = HttpContext.Session();
        await database.InTenantAsync(session.Bank, work => UnattendedRenewal.WithdrawAsync(
            work, notices, HistoryEntry.Of(session, HttpContext.From()), session.UserId, session.LoginId, database.Time.GetUtcNow()), cancel);
        Response.Headers.Location = Path + SaidWithdrawn;
        return StatusCode(StatusCodes.Status303SeeOther);
    }
}
