using Microsoft.AspNetCore.Mvc;
using Warifu.Hub.Offices;
using Warifu.Postgres;
using Warifu.Statements;
using Warifu.Web.Graphs;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Hub.Statements;

/// <summary>明細閲覧: the statement of one account, its proof and its picture.</summary>
internal sealed class AccountModel(Database database) : MemberPage
{
    public AccountStatement Statement { get; private set; } = null!;

    public BalanceGraph? Graph { get; private set; }

    public async Task<IActionResult> OnGetAsync(string account, long? before, long? after)
    {
        if (KeyOf(account) is not { } key
            || await AccountStatement.ReadAsync(database, Member.Tenant, key, before, after, HttpContext.RequestAborted) is not { } found)
            return this.Refused(WebRefusals.NotFound);
        Statement = found;
        Graph = BalanceGraph.Of(DaysOf(found.History.Lines));
        return Page();
    }

    public async Task<IActionResult> OnPostDecideAsync(string account, long conflict, bool same)
    {
        if (KeyOf(account) is not { } key)
            return this.Refused(WebRefusals.NotFound);
        return await Conflicts.DecideAsync(database, Member, key, conflict, same, HttpContext.RequestAborted) is { } refusal
            ? this.Refused(refusal)
            : LocalRedirect($"/accounts/{key}");
    }

    private static List<DayBalance> DaysOf(IReadOnlyList<StatementLine> lines) =>
        [.. lines.Where(line => line.Balance is not null).GroupBy(line => line.BookingDate).Select(day => new DayBalance(day.Key, day.Last().Balance!.Value))];

    private static AccountKey? KeyOf(string text)
    {
        try
        {
            return AccountKey.Parse(text);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
