using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;

namespace Warifu.Bank.Consents.Links;

/// <summary>The receipts of a link, for whoever sees the link: what was shown when it was allowed, to read, print and keep.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession]
internal sealed class LinkReceiptsModel(Database database) : PageModel
{
    private const string Path = LinksModel.Path + "/receipts";

    [BindProperty(SupportsGet = true, Name = "grant")]
    public Guid Grant { get; set; }

    public GivenLink Link { get; private set; } = null!;

    public IReadOnlyList<Receipt> Receipts { get; private set; } = [];

    public DateTimeOffset Now { get; } = database.Time.GetUtcNow();

    public static string PathTo(Guid grant) => $"{Path}?grant={grant}";

    public string PathToText(Receipt receipt) => $"{PathTo(Grant)}&consent={receipt.ConsentId}&handler=Text";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel) => await IsHisAsync(cancel) ? Page() : this.Refused(ConsentRefusals.LinkNotThere);

    /// <summary>Octet for octet what the fingerprint was made of.</summary>
    public async Task<IActionResult> OnGetTextAsync(Guid consent, CancellationToken cancel)
    {
        if (!await IsHisAsync(cancel) || Receipts.FirstOrDefault(one => one.ConsentId == consent) is not { } receipt)
            return this.Refused(ConsentRefusals.LinkNotThere);
        return File(receipt.File, "text/plain; charset=utf-8", $"{Link.ClientId}-{JapanTime.DayOf(receipt.DecidedAt):yyyyMMdd}.txt");
    }

    private Task<bool> IsHisAsync(CancellationToken cancel) => database.InTenantAsync(HttpContext.Session().Bank, async work =>
    {
        if (await GivenLink.FindAsync(work, HttpContext.Session(), Grant, Now) is not { } link)
            return false;
        (Link, Receipts) = (link, await Receipt.OfAsync(work, Grant));
        return true;
    }, cancel);
}
