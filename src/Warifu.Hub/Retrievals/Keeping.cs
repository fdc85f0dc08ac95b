using Warifu.Postgres;
using Warifu.Statements;
using Warifu.Statements.Merging;
using Warifu.Statements.Proving;
using Warifu.Wire.Agents;

namespace Warifu.Hub.Retrievals;

/// <summary>Merges a delivered statement into what is kept and proves the whole, however it was delivered. The caller holds the account's lock.</summary>
internal static class Keeping
{
    /// <param name="fence">Of the delivery; names the window it brings.</param>
    public static async Task<Delivery> KeepAsync(Work work, Guid officeId, Guid leaseId, long fence, Statement statement, DateTimeOffset now)
    {
        // 9.
        var key = statement.Account.ToString();
        var kept = await KeptHistory.ReadAsync(work, statement.Account, statement.Window);
        var merged = StatementMerge.Into(kept.History, statement);
        await kept.WriteAsync(work, merged, officeId, leaseId, now);
        var window = CoveredWindow.Of(statement);
        await work.ExecuteAsync(
            "insert into statement_window values (@officeId, @key, @fence, @From, @To, @Opening, @Closing)",
            new { officeId, key, fence, window.Days.From, window.Days.To, window.Opening, window.Closing });
        // 10.
        var whole = (await KeptHistory.ReadAsync(work, statement.Account)).History;
        var open = await work.SingleAsync<long>("select count(*) from line_conflict where account_key = @key", new { key });
        return new Delivery(merged.Added.Count, merged.Known, whole.Lines.Count, Proven: open == 0 && BalanceProof.Of(whole).IsProven);
    }
}
