using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Bank.Consents.Links;

/// <summary>利用解除 (mission C6): the links that were given, with what each may read, how long, and when it last did.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession]
internal sealed class LinksModel(Database database) : PageModel
{
    public const string Path = "/manage/links";

    /// <summary>One was withdrawn just now.</summary>
    [BindProperty(SupportsGet = true, Name = "withdrawn")]
    public bool Withdrawn { get; set; }

    public IReadOnlyList<GivenLink> Links { get; private set; } = [];

    public DateTimeOffset Now { get; private set; }

    public Task OnGetAsync(CancellationToken cancel)
    {
        Now = database.Time.GetUtcNow();
        return database.InTenantAsync(HttpContext.Session().Bank, async work => Links = await GivenLink.OfAsync(work, HttpContext.Session(), Now), cancel);
    }
}
