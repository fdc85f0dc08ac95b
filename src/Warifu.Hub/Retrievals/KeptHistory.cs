using Warifu.Postgres;
using Warifu.Statements;
using Warifu.Statements.Merging;
using Warifu.Wire;

namespace Warifu.Hub.Retrievals;

/// <summary>What is kept of an account, between the tables and the model.</summary>
internal sealed class KeptHistory
{
    private readonly Dictionary<StatementLine, KeptLine> rows;

    private KeptHistory(AccountHistory history, Dictionary<StatementLine, KeptLine> rows) => (History, this.rows) = (history, rows);

    public AccountHistory History { get; }

    /// <param name="days">Only lines and windows that touch these days; null: everything.</param>
    public static async Task<KeptHistory> ReadAsync(Work work, AccountKey account, DateWindow? days = null)
    {
        var (key, from, to) = (account.ToString(), days?.From ?? DateOnly.MinValue, days?.To ?? DateOnly.MaxValue);
        var lines = await work.QueryAsync<KeptLine>(
            """
            select line_id, booking_date, position, value_date, amount, balance, balance_counted, description, counterparty, item_key
            from statement_line where account_key = @key and booking_date between @from and @to order by booking_date, position
            """, new { key, from, to });
        var windows = await work.QueryAsync<WindowRow>(
            "select from_day, to_day, opening, closing from statement_window where account_key = @key and from_day <= @to and to_day >= @from order by from_day, to_day",
            new { key, from, to });
        var found = new Dictionary<StatementLine, KeptLine>(ReferenceEqualityComparer.Instance);
        foreach (var line in lines)
            found.Add(line.ToLine(), line);
        return new KeptHistory(
            new AccountHistory(
                account, [.. found.Keys], [.. windows.Select(row => new CoveredWindow(new DateWindow(row.FromDay, row.ToDay), row.Opening, row.Closing)).Distinct()]),
            found);
    }

    /// <summary>Writes what a merge added, moves lines that others came before, and notes conflicts.</summary>
    public async Task WriteAsync(Work work, Merged merged, Guid officeId, Guid leaseId, DateTimeOffset now)
    {
        var key = History.Account.ToString();
        var placed = merged.History.Lines.GroupBy(line => line.BookingDate).SelectMany(day => day.Select((line, position) => (Line: line, Position: position))).ToList();
        var moved = placed.Where(place => rows.TryGetValue(place.Line, out var row) && row.Position != place.Position).ToList();
        if (moved.Count > 0)
        {
            await work.ExecuteAsync(
                """
                update statement_line s set position = m.position
                from unnest(@ids, @positions) as m(line_id, position) where s.account_key = @key and s.line_id = m.line_id
                """,
                new { key, ids = moved.Select(place => rows[place.Line].LineId).ToArray(), positions = moved.Select(place => place.Position).ToArray() });
        }

        var added = placed.Where(place => !rows.ContainsKey(place.Line)).ToList();
        if (added.Count > 0)
        {
            await work.ExecuteAsync(
                """
                insert into statement_line
                  (office_id, account_key, booking_date, position, value_date, amount, balance, balance_counted, description, counterparty, item_key, lease_id)
                select @officeId, @key, n.*, @leaseId
                from unnest(@days, @positions, @values, @amounts, @balances, @counted, @descriptions, @counterparties, @items) as n
                """,
                new
                {
                    officeId,
                    key,
                    leaseId,
                    days = added.Select(place => place.Line.BookingDate).ToArray(),
                    positions = added.Select(place => place.Position).ToArray(),
                    values = added.Select(place => place.Line.ValueDate).ToArray(),
                    amounts = added.Select(place => place.Line.Amount).ToArray(),
                    balances = added.Select(place => place.Line.Balance).ToArray(),
                    counted = added.Select(place => place.Line.BalanceCounted).ToArray(),
                    descriptions = added.Select(place => place.Line.Description).ToArray(),
                    counterparties = added.Select(place => place.Line.Counterparty).ToArray(),
                    items = added.Select(place => place.Line.ItemKey).ToArray(),
                });
        }

        foreach (var conflict in merged.Conflicts)
        {
            await work.ExecuteAsync(
                """
                insert into line_conflict
                  (office_id, account_key, line_id, booking_date, value_date, amount, description, counterparty, item_key, lease_id, found_at)
                values (@officeId, @key, @LineId, @BookingDate, @ValueDate, @Amount, @Description, @Counterparty, @ItemKey, @leaseId, @now)
                """,
                new
                {
                    officeId,
                    key,
                    rows[conflict.Kept].LineId,
                    conflict.Delivered.BookingDate,
                    conflict.Delivered.ValueDate,
                    conflict.Delivered.Amount,
                    conflict.Delivered.Description,
                    conflict.Delivered.Counterparty,
                    conflict.Delivered.ItemKey,
                    leaseId,
                    now,
                });
        }
    }

    private sealed record WindowRow(DateOnly FromDay, DateOnly ToDay, decimal? Opening, decimal? Closing);
}

/// <summary>A row of the table of lines.</summary>
internal sealed record KeptLine(
    long LineId, DateOnly BookingDate, int Position, DateOnly ValueDate, decimal Amount, decimal? Balance, bool BalanceCounted, string Description,
    string? Counterparty, string? ItemKey)
{
    public StatementLine ToLine() => new(BookingDate, ValueDate, Amount, Description)
    {
        Balance = Balance,
        BalanceCounted = BalanceCounted,
        Counterparty = Counterparty,
        ItemKey = ItemKey,
    };
}
