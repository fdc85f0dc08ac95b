using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Bank.SignIn;

/// <summary>Ends the session; a page then confirms it (seed 001, 3.1).</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(WithPasswordToChange = true)]
internal sealed class SignOutModel(Database database) : PageModel
{
    public const string Path = "/sign-out";

    public IActionResult OnGet() => Redirect("/");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var session = HttpContext.Session();
        var now = database.Time.GetUtcNow();
        await database.InTenantAsync(session.Bank, async work =>
        {
            await work.ExecuteAsync(
                "update bank_session set ended_at = @now, end_reason = 'signed-out' where bank_code = @Bank and session_sha256 = @Key and ended_at is null",
                new { session.Bank, session.Key, now });
            await HistoryEntry.Of(session, HttpContext.From()).WriteAsync(work, Act.SignedOut, detail: null, now);
        }, cancel);
        SessionCookie.Remove(HttpContext);
        Response.Headers.Location = SignedOutModel.Path;
        return StatusCode(StatusCodes.Status303SeeOther);
    }
}
