using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;

namespace Warifu.Bank.Accounts;

/// <summary>明細照会: the lines of an account over a period, as a passbook, and the same as a 全銀 file.</summary>
[OnFace(BankFaces.Cert)]
[NeedsSession(Right.InquireStatements)]
internal sealed class StatementModel(Database database, Banks banks) : PageModel
{
    private const int MostInFile = 100_000;

    [BindProperty(SupportsGet = true, Name = "account")]
    public string? Wanted { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>The last line of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public IReadOnlyList<ListedAccount> Accounts { get; private set; } = [];

    public ListedAccount Account { get; private set; } = null!;

    public StatementPeriod Period { get; private set; } = null!;

    public IReadOnlyList<LineRow> Lines { get; private set; } = [];

    public string? NextPage { get; private set; }

    public bool IsFirstPage => After is null;

    public DateOnly Today => JapanTime.DayOf(database.Time.GetUtcNow());

    public string ZenginPath => PathTo(after: null) + "&handler=Zengin";

    private BankProfile Profile => banks.Of(HttpContext).Profile;

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => WithPeriodAsync(async work =>
    {
        var onPage = Profile.Statement.LinesOnPage;
        var lines = await StatementQuery.LinesAsync(work, $"{Account.Key}", Period, ItemKey.Parse(After), onPage + 1);
        Lines = [.. lines.Take(onPage)];
        if (lines.Count > onPage)
            NextPage = PathTo(Lines[^1].Key);
        return Page();
    }, cancel);

    public Task<IActionResult> OnGetZenginAsync(CancellationToken cancel) => WithPeriodAsync(async work =>
    {
        var lines = await StatementQuery.LinesAsync(work, $"{Account.Key}", Period, null, MostInFile);
        var name = string.Create(CultureInfo.InvariantCulture, $"{Account.Key}-{Period.From:yyyyMMdd}-{Period.To:yyyyMMdd}.txt");
        return File(StatementFile.Write(Profile, Account, Period, lines, Today), "application/octet-stream", name);
    }, cancel);

    /// <summary>This statement from after a line on.</summary>
    public string PathTo(ItemKey? after) => string.Create(
        CultureInfo.InvariantCulture,
        $"/accounts/statement?account={Account.Key}&from={Period.From:yyyy-MM-dd}&to={Period.To:yyyy-MM-dd}{(after is { } key ? $"&after={key}" : "")}");

    /// <summary>Whole yen without separators, for programs.</summary>
    public string Digits(decimal amount) => amount.ToString("0", CultureInfo.InvariantCulture);

    private Task<IActionResult> WithPeriodAsync(Func<Work, Task<IActionResult>> act, CancellationToken cancel)
    {
        if (!ModelState.IsValid || From > To || (After is not null && ItemKey.Parse(After) is null))
            return Task.FromResult(this.Refused(AccountRefusals.PeriodWrong));
        var session = HttpContext.Session();
        return database.InTenantAsync(session.Bank, async work =>
        {
            Accounts = await AccountList.OfAsync(work, session.ContractId);
            var chosen = Wanted is null ? Accounts is [var first, ..] ? first : null : Accounts.FirstOrDefault(account => $"{account.Key}" == Wanted);
            if (chosen is null)
                return this.Refused(AccountRefusals.AccountUnknown);
            Account = chosen;
            Period = await StatementQuery.PeriodAsync(work, $"{chosen.Key}", From, To, Today, Profile.Statement);
            return await act(work);
        }, cancel);
    }
}
