using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Graphs;
using Warifu.Web.Languages;
using Warifu.Web.Problems;

namespace Warifu.Bank.Accounts;

/// <summary>明細照会: the lines of an account over a period, as a passbook, with its balance over time, and the same as a file.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.InquireStatements)]
internal sealed class StatementModel(Database database, Banks banks, Translation translation) : PageModel
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

    /// <summary>Of the whole period, on its first page; null where there is nothing to draw.</summary>
    public BalanceGraph? Graph { get; private set; }

    private BankProfile Profile => banks.Of(HttpContext).Profile;

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => WithPeriodAsync(async work =>
    {
        var onPage = Profile.Statement.LinesOnPage;
        var lines = await StatementQuery.LinesAsync(work, $"{Account.Key}", Period, ItemKey.Parse(After), onPage + 1);
        Lines = [.. lines.Take(onPage)];
        if (lines.Count > onPage)
            NextPage = PathTo(Lines[^1].Key);
        if (IsFirstPage && Period.Count > 0)
            Graph = BalanceGraph.Of(await StatementQuery.DaysAsync(work, $"{Account.Key}", Period));
        return Page();
    }, cancel);

    /// <param name="form">Name of a <see cref="StatementForm"/>.</param>
    public Task<IActionResult> OnGetFileAsync(string? form, CancellationToken cancel) => WithPeriodAsync(async work =>
    {
        if (StatementForm.Of(form) is not { } chosen)
            return this.Refused(AccountRefusals.FormUnknown);
        if (Period.Count > MostInFile)
            return this.Refused(AccountRefusals.TooManyLines);
        var lines = await StatementQuery.LinesAsync(work, $"{Account.Key}", Period, null, MostInFile);
        var now = database.Time.GetUtcNow();
        var file = new StatementFile(Profile, Account, Period, lines, now, translation.IsJapanese);
        try
        {
            var written = chosen.Write(file);
            await HistoryEntry.Of(HttpContext.Session(), HttpContext.From()).WriteAsync(
                work, Act.StatementDownloaded, $"{AccountWords.Masked(Account.Key)} {file.Statement.Window}: {chosen.Name}", now);
            return File(written, chosen.ContentType, file.NameAs(chosen));
        }
        catch (FormatException)
        {
            return this.Refused(AccountRefusals.FormCannotCarry);
        }
    }, cancel);

    /// <summary>This statement from after a line on.</summary>
    public string PathTo(ItemKey? after) => string.Create(
        CultureInfo.InvariantCulture,
        $"/accounts/statement?account={Account.Key}&from={Period.From:yyyy-MM-dd}&to={Period.To:yyyy-MM-dd}{(after is { } key ? $"&after={key}" : "")}");

    public string PathTo(StatementForm form) => $"{PathTo(after: null)}&handler=File&form={form.Name}";

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
