using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Web.Graphs;

namespace Warifu.Bank.Accounts;

/// <summary>What the statement of a period says of the whole period, whichever page is shown.</summary>
/// <param name="Opening">Before the first line.</param>
/// <param name="Closing">After the last line.</param>
/// <param name="Oldest">The first day that is still shown.</param>
internal sealed record StatementPeriod(DateOnly From, DateOnly To, DateOnly Oldest, int Count, decimal Opening, decimal Closing);

/// <summary>Reads the lines of an account over a period, page by page in the order of their keys.</summary>
internal static class StatementQuery
{
    /// <summary>Cuts the period to what the bank shows, and adds it up.</summary>
    public static async Task<StatementPeriod> PeriodAsync(
        Work work, string account, DateOnly? wantedFrom, DateOnly? wantedTo, DateOnly today, StatementPolicy policy)
    {
        var first = await work.SingleAsync<FirstDay>(
            "select min(first_day) as day from statement_window where bank_code = @Tenant and account_key = @account", new { work.Tenant, account });
        var reach = today.AddDays(-policy.HistoryDays);
        var oldest = first.Day is { } day && day > reach ? day : reach;
        var to = wantedTo is { } last && last < today ? last : today;
        var from = wantedFrom ?? new DateOnly(to.Year, to.Month, 1).AddMonths(-1);
        from = from < oldest ? oldest : from;
        to = to < from ? from : to;
        var sums = await work.SingleAsync<Sums>("""
            with line as not materialized (select * from statement_line where bank_code = @Tenant and account_key = @account)
            select
              (select count(*)::int from line where booked_on between @from and @to) as count,
              coalesce(
                (select balance - amount from line where booked_on >= @from order by booked_on, place limit 1),
                (select balance from line where booked_on < @from order by booked_on desc, place desc limit 1), 0) as opening,
              coalesce(
                (select balance from line where booked_on <= @to order by booked_on desc, place desc limit 1),
                (select balance - amount from line where booked_on > @to order by booked_on, place limit 1), 0) as closing
            """, new { work.Tenant, account, from, to });
        return new(from, to, oldest, sums.Count, sums.Opening, sums.Closing);
    }

    /// <param name="after">The last line of the page before.</param>
    /// <param name="most">One more than a page tells whether another follows.</param>
    public static Task<IReadOnlyList<LineRow>> LinesAsync(Work work, string account, StatementPeriod period, ItemKey? after, int most) =>
        work.QueryAsync<LineRow>($"""
            select {LineRow.Columns} from statement_line
            where bank_code = @Tenant and account_key = @account and booked_on between @From and @To and (booked_on, place) > (@Day, @Place)
            order by booked_on, place limit @most
            """, new { work.Tenant, account, period.From, period.To, Day = after?.Day ?? DateOnly.MinValue, Place = after?.Place ?? 0, most });

    /// <summary>The balance at the end of the period's first day, of each day with lines, and of its last day.</summary>
    public static async Task<IReadOnlyList<DayBalance>> DaysAsync(Work work, string account, StatementPeriod period)
    {
        var days = await work.QueryAsync<EndOfDay>("""
            select distinct on (booked_on) booked_on as day, balance from statement_line
            where bank_code = @Tenant and account_key = @account and booked_on between @From and @To
            order by booked_on, place desc
            """, new { work.Tenant, account, period.From, period.To });
        var balances = days.Select(day => new DayBalance(day.Day, day.Balance)).ToList();
        if (balances is not [var first, ..] || first.Day != period.From)
            balances.Insert(0, new(period.From, period.Opening));
        if (balances[^1].Day != period.To)
            balances.Add(new(period.To, period.Closing));
        return balances;
    }

    private sealed record EndOfDay(DateOnly Day, long Balance);

    private sealed class FirstDay
    {
        public DateOnly? Day { get; init; }
    }

    private sealed record Sums(int Count, long Opening, long Closing);
}
