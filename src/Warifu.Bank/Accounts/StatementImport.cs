using Npgsql;
using NpgsqlTypes;
using Warifu.Bank.History;
using Warifu.Postgres;
using Warifu.Statements;
using Warifu.Statements.Formats.Zengin;
using Warifu.Statements.Merging;
using Warifu.Wire;

namespace Warifu.Bank.Accounts;

/// <param name="Added">Lines that were new.</param>
/// <param name="Known">Lines that were there already.</param>
public sealed record ImportedStatement(int Accounts, int Added, int Known);

/// <summary>
/// Takes a 全銀 03 file into the accounts, all of it or nothing. Taking it twice adds nothing.
/// 1. The file is read and checked. 2. Each account is there, and locked. 3. Its lines are merged with those of the same
/// days. 4. Every balance follows from the one before. 5. What is new is written.
/// </summary>
internal sealed class StatementImport(Database database)
{
    public async Task<Outcome<ImportedStatement>> RunAsync(BankCode bank, ReadOnlyMemory<byte> file, CancellationToken cancel)
    {
        var reading = ZenginReader.Read(file.Span).Outcome; // 1
        if (reading.Refusal is { } malformed)
            return malformed;
        return await database.InTenantAsync<Outcome<ImportedStatement>>(bank.Value, async work =>
        {
            var imported = new ImportedStatement(0, 0, 0);
            foreach (var account in reading.Value.Accounts)
            {
                var taken = await TakeAsync(work, account.Statement);
                if (taken.Refusal is { } refusal)
                {
                    await work.AbandonAsync();
                    return refusal;
                }
                imported = new(imported.Accounts + 1, imported.Added + taken.Value.Added.Count, imported.Known + taken.Value.Known);
            }
            return imported;
        }, cancel);
    }

    private async Task<Outcome<Merged>> TakeAsync(Work work, Statement statement)
    {
        var with = new { work.Tenant, Key = $"{statement.Account}", statement.Window.From, statement.Window.To };
        var contract = await work.SingleOrDefaultAsync<string>( // 2
            "select contract_id from account where bank_code = @Tenant and account_key = @Key for update", with);
        if (contract is null)
            return AccountRefusals.ImportAccountUnknown with { Detail = new(AccountWords.Masked(statement.Account), AccountWords.Masked(statement.Account)) };
        var rows = await work.QueryAsync<LineRow>($"""
            select {LineRow.Columns} from statement_line
            where bank_code = @Tenant and account_key = @Key and booked_on between @From and @To order by booked_on, place
            """, with);
        var windows = await work.QueryAsync<WindowRow>(
            "select first_day, last_day, opening, closing from statement_window where bank_code = @Tenant and account_key = @Key", with);
        var kept = rows.Select(row => (Line: row.ToLine(), row.Place)).ToList();
        var history = new AccountHistory(statement.Account, [.. kept.Select(one => one.Line)], [.. windows.Select(window => window.ToWindow())]);
        var merged = StatementMerge.Into(history, statement); // 3
        if (await BreakAsync(work, statement, merged, windows) is { } day) // 4
            return AccountRefusals.ImportConflict with { Detail = new($"{day:yyyy-MM-dd}", $"{day:yyyy-MM-dd}") };
        var now = database.Time.GetUtcNow();
        var places = new Dictionary<StatementLine, int>(ReferenceEqualityComparer.Instance);
        kept.ForEach(one => places.Add(one.Line, one.Place));
        await WriteAsync(work, statement.Account, merged.History.Lines, places); // 5
        await work.ExecuteAsync("""
            insert into statement_window values (@Tenant, @Key, @From, @To, @opening, @closing, @now) on conflict do nothing
            """, new { with.Tenant, with.Key, with.From, with.To, opening = (long)statement.Opening!, closing = (long)statement.Closing!, now });
        await new HistoryEntry(contract, HistoryEntry.Staff, null).WriteAsync(
            work, Act.StatementImported, $"{AccountWords.Masked(statement.Account)} {statement.Window}: {merged.Added.Count} + {merged.Known}", now);
        return merged;
    }

    /// <summary>The first day on which a balance does not follow, looking over the edges where the neighbouring days are there too.</summary>
    private static async Task<DateOnly?> BreakAsync(Work work, Statement statement, Merged merged, IReadOnlyList<WindowRow> windows)
    {
        if (merged.Conflicts.Count > 0)
            return merged.Conflicts[0].Delivered.BookingDate;
        var (from, to) = (statement.Window.From, statement.Window.To);
        var with = new { work.Tenant, Key = $"{statement.Account}", from, to };
        decimal? balance = windows.Any(window => window.FirstDay < from && window.LastDay >= from.AddDays(-1))
            ? await work.SingleOrDefaultAsync<long?>("""
                select balance from statement_line where bank_code = @Tenant and account_key = @Key and booked_on < @from
                order by booked_on desc, place desc limit 1
                """, with)
            : null;
        foreach (var line in merged.History.Lines)
        {
            if (balance is { } before && before + line.Amount != line.Balance)
                return line.BookingDate;
            balance = line.Balance;
        }
        var after = windows.Any(window => window.LastDay > to && window.FirstDay <= to.AddDays(1))
            ? await work.SingleOrDefaultAsync<long?>("""
                select balance - amount from statement_line where bank_code = @Tenant and account_key = @Key and booked_on > @to
                order by booked_on, place limit 1
                """, with)
            : null;
        return after is not null && balance is not null && after != balance ? to : null;
    }

    // COPY cannot write into a table under row-level security; arrays can, in one statement, and nearly as fast.
    private static async Task WriteAsync(
        Work work, AccountKey account, IReadOnlyList<StatementLine> lines, IReadOnlyDictionary<StatementLine, int> kept)
    {
        var added = lines.GroupBy(line => line.BookingDate).SelectMany(day => LinePlaces.Of([.. day], kept)).ToList();
        if (added.Count == 0)
            return;
        await using var command = new NpgsqlCommand($"""
            insert into statement_line (bank_code, account_key, {LineRow.Columns})
            select $1, $2, * from unnest($3, $4, $5, $6, $7, $8, $9, $10, $11)
            """, work.Connection, work.Transaction);
        command.Parameters.Add(new() { Value = work.Tenant! });
        command.Parameters.Add(new() { Value = $"{account}" });
        Column(NpgsqlDbType.Date, one => one.Line.BookingDate);
        Column(NpgsqlDbType.Integer, one => one.Place);
        Column(NpgsqlDbType.Date, one => one.Line.ValueDate);
        Column(NpgsqlDbType.Bigint, one => (long)one.Line.Amount);
        Column(NpgsqlDbType.Bigint, one => (long)one.Line.Balance!.Value);
        Column(NpgsqlDbType.Smallint, one => (short?)one.Line.Kind);
        Column(NpgsqlDbType.Text, one => one.Line.Description);
        Column(NpgsqlDbType.Text, one => one.Line.Counterparty);
        Column(NpgsqlDbType.Text, one => LineRemainder.Of(one.Line));
        await command.ExecuteNonQueryAsync(work.Cancel);

        void Column<T>(NpgsqlDbType type, Func<(StatementLine Line, int Place), T> value) =>
            command.Parameters.Add(new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = added.Select(value).ToArray() });
    }

    private sealed record WindowRow(DateOnly FirstDay, DateOnly LastDay, long Opening, long Closing)
    {
        public CoveredWindow ToWindow() => new(new DateWindow(FirstDay, LastDay), Opening, Closing);
    }
}
