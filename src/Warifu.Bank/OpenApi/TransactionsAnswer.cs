using Warifu.Bank.Accounts;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Statements;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Bank.OpenApi;

/// <param name="TransactionType">1 in, 2 out.</param>
/// <param name="Amount">In yen, never negative.</param>
/// <param name="Balance">After the line.</param>
/// <param name="ItemKey">Names the line for good.</param>
internal sealed record ApiTransaction(
    string TransactionDate, string ValueDate, string TransactionType, string Amount, string Remarks, string Balance, string ItemKey)
{
    /// <summary>Who paid, where a transfer arrived.</summary>
    public string? RemitterName { get; init; }
}

/// <summary>
/// <c>GET /accounts/transactions</c> and <c>/accounts/deposit-transactions</c>: the lines of a period in their order. A page goes on after the name of a
/// line, so lines that are added meanwhile move nothing.
/// </summary>
internal static class TransactionsAnswer
{
    public static Task<Outcome<object>> RunAsync(Database database, ApiCall call, StatementPolicy policy, bool arrivalsOnly, CancellationToken cancel) =>
        database.InTenantAsync(call.Bank, work => RunAsync(work, call, policy, arrivalsOnly), cancel);

    private static async Task<Outcome<object>> RunAsync(Work work, ApiCall call, StatementPolicy policy, bool arrivalsOnly)
    {
        var account = call.Account();
        if (account.Refusal is { } refusal)
            return refusal;
        var query = call.Context.Request.Query;
        var (from, to, after) = (BaseTime.Parse(query["dateFrom"]), BaseTime.Parse(query["dateTo"]), ItemKey.Parse(query["nextItemKey"]));
        if (Wrong(from, "dateFrom") || Wrong(to, "dateTo") || Wrong(after, "nextItemKey") || from > to)
            return ApiRefusals.ParameterWrong;
        // What the link does not reach is as if it were not there.
        if (call.Detail.From is { } reach && !(from >= reach))
            from = reach > to ? to : reach;
        var period = await StatementQuery.PeriodAsync(work, $"{account.Value}", from, to, JapanTime.DayOf(call.Now), policy);
        var rows = call.Detail.From > period.To ? [] : await work.QueryAsync<LineRow>($"""
            select {LineRow.Columns} from statement_line
            where bank_code = @Tenant and account_key = @account and booked_on between @From and @To and (booked_on, place) > (@Day, @Place)
              and (not @arrivalsOnly or (amount > 0 and kind = @Transfer))
            order by booked_on, place limit @most
            """, new
        {
            work.Tenant,
            account = $"{account.Value}",
            period.From,
            period.To,
            Day = after?.Day ?? DateOnly.MinValue,
            Place = after?.Place ?? 0,
            arrivalsOnly,
            Transfer = (short)TransactionKind.Transfer,
            most = policy.LinesOnPage + 1,
        });
        var page = rows.Take(policy.LinesOnPage).ToList();
        var (day, time) = BaseTime.Of(call.Now);
        return new
        {
            accountId = $"{account.Value}",
            currencyCode = AccountsAnswer.Currency,
            baseDate = day,
            baseTime = time,
            dateFrom = BaseTime.Day(period.From),
            dateTo = BaseTime.Day(period.To),
            hasNext = rows.Count > page.Count,
            nextItemKey = rows.Count > page.Count ? $"{page[^1].Key}" : null,
            count = page.Count,
            transactions = page.Select(row => Of(row, arrivalsOnly)),
        };

        bool Wrong(object? read, string name) => read is null && query.ContainsKey(name);
    }

    private static ApiTransaction Of(LineRow line, bool arrivalsOnly) => new(
        BaseTime.Day(line.BookedOn), BaseTime.Day(line.ValueOn), line.Amount >= 0 ? "1" : "2", BalancesAnswer.Text(Math.Abs(line.Amount)), line.Description,
        BalancesAnswer.Text(line.Balance), $"{line.Key}")
    {
        RemitterName = arrivalsOnly ? line.Counterparty : null,
    };
}
