using System.Globalization;
using Warifu.Postgres;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Bank.OpenApi;

/// <param name="Balance">In yen, as all amounts a string.</param>
/// <param name="WithdrawableAmount">The balance where it is not overdrawn, else zero.</param>
internal sealed record ApiBalance(
    string AccountId, string Balance, string WithdrawableAmount, string PreviousDayBalance, string PreviousMonthBalance, string CurrencyCode, string BaseDate, string BaseTime);

/// <summary><c>GET /accounts/balances</c>, of one account or of all that the link has.</summary>
internal static class BalancesAnswer
{
    public static async Task<Outcome<object>> RunAsync(Database database, ApiCall call, CancellationToken cancel)
    {
        IReadOnlyList<string> asked = [.. call.Grant.Accounts.Order(StringComparer.Ordinal)];
        if (call.Context.Request.Query.ContainsKey("accountId"))
        {
            var account = call.Account();
            if (account.Refusal is { } refusal)
                return refusal;
            asked = [$"{account.Value}"];
        }
        var today = JapanTime.DayOf(call.Now);
        var (day, time) = OpenApi.BaseTime.Of(call.Now);
        var rows = await database.ReadInTenantAsync<Row>("""
            select a.account_key,
              coalesce((select balance from statement_line l where l.bank_code = a.bank_code and l.account_key = a.account_key
                order by booked_on desc, place desc limit 1), 0) as now,
              coalesce((select balance from statement_line l where l.bank_code = a.bank_code and l.account_key = a.account_key and booked_on < @today
                order by booked_on desc, place desc limit 1), 0) as day_before,
              coalesce((select balance from statement_line l where l.bank_code = a.bank_code and l.account_key = a.account_key and booked_on < @month
                order by booked_on desc, place desc limit 1), 0) as month_before
            from account a where a.bank_code = @Tenant and a.account_key = any(@asked) order by a.account_key
            """, new { Tenant = call.Bank, asked = asked.ToArray(), today, month = new DateOnly(today.Year, today.Month, 1) }, cancel);
        return new
        {
            balances = rows.Select(row => new ApiBalance(
                row.AccountKey, Text(row.Now), Text(Math.Max(0, row.Now)), Text(row.DayBefore), Text(row.MonthBefore), AccountsAnswer.Currency, day, time)),
        };
    }

    public static string Text(long yen) => yen.ToString(CultureInfo.InvariantCulture);

    private sealed record Row(string AccountKey, long Now, long DayBefore, long MonthBefore);
}
