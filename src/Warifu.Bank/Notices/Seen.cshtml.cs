using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Bank.Notices;

/// <summary>The user has seen the notices of his home page; they go.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession]
internal sealed class SeenModel(Database database) : PageModel
{
    public const string Path = "/notices/seen";

    /// <summary>The last one that was on the page.</summary>
    [BindProperty]
    public Guid UpTo { get; set; }

    public IActionResult OnGet() => Redirect("/");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var session = HttpContext.Session();
        await database.InTenantAsync(session.Bank, work => UserNotices.SeenAsync(work, session.UserId, UpTo, database.Time.GetUtcNow()), cancel);
        Response.Headers.Location = "/";
        return StatusCode(StatusCodes.Status303SeeOther);
    }
}
