using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;

namespace Warifu.Bank.Consents.Links;

/// <summary>Withdraws a link: its user's own, or a colleague's where he manages users. From its commit on each call is refused.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession]
internal sealed class WithdrawLinkModel(Database database, GrantEnding ending) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "grant")]
    public Guid Grant { get; set; }

    public GivenLink Link { get; private set; } = null!;

    public static string PathTo(Guid grant) => $"{LinksModel.Path}/withdraw?grant={grant}";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => InLinkAsync((_, _) => Task.FromResult<IActionResult>(Page()), cancel);

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => InLinkAsync(async (work, now) =>
    {
        await ending.EndAsync(work, Grant, GrantEnd.Withdrawn, HistoryEntry.Of(HttpContext.Session(), HttpContext.From()), now);
        return this.SeeOther($"{LinksModel.Path}?withdrawn=true");
    }, cancel);

    private Task<IActionResult> InLinkAsync(Func<Work, DateTimeOffset, Task<IActionResult>> act, CancellationToken cancel) =>
        database.InTenantAsync(HttpContext.Session().Bank, async work =>
        {
            var now = database.Time.GetUtcNow();
            if (await GivenLink.FindAsync(work, HttpContext.Session(), Grant, now) is not { } link)
                return this.Refused(ConsentRefusals.LinkNotThere);
            Link = link;
            return await act(work, now);
        }, cancel);
}
