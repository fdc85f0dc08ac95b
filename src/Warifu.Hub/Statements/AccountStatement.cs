using Warifu.Hub.Links;
using Warifu.Hub.Retrievals;
using Warifu.Postgres;
using Warifu.Statements.Merging;
using Warifu.Statements.Proving;
using Warifu.Wire;

namespace Warifu.Hub.Statements;

/// <summary>One page of an account's lines, oldest first, and where the pages before and after it begin.</summary>
/// <param name="Older">Line before which the older page ends; null on the first.</param>
/// <param name="Newer">Line after which the newer page begins; null on the last.</param>
internal sealed record LinePage(IReadOnlyList<KeptLine> Lines, long? Older, long? Newer);

/// <summary>Everything the page of an account shows.</summary>
internal sealed record AccountStatement(
    AccountKey Account, string Name, LinePage Page, AccountHistory History, BalanceProof Proof, IReadOnlyList<ConflictRow> Conflicts, IReadOnlyList<LinkRow> Links)
{
    public const int PageSize = 100;

    public bool IsProven => Conflicts.Count == 0 && Proof.IsProven;

    /// <summary>Null when the office has no such account.</summary>
    /// <param name="before">Line before which to end; null with <paramref name="after"/>: the newest page.</param>
    public static Task<AccountStatement?> ReadAsync(Database database, string tenant, AccountKey account, long? before, long? after, CancellationToken cancel) =>
        database.InTenantAsync(tenant, async work =>
        {
            var key = account.ToString();
            if (await work.SingleOrDefaultAsync<string>("select name from account where account_key = @key", new { key }) is not { } name)
                return null;
            var history = (await KeptHistory.ReadAsync(work, account)).History;
            var conflicts = await Statements.Conflicts.OfAccountAsync(work, key);
            return new AccountStatement(
                account, name, await PageAsync(work, key, before, after), history, BalanceProof.Of(history), conflicts, await LinkList.OfAccountAsync(work, key));
        }, cancel);

    /// <summary>Pages hang on lines, not on numbers: lines that come in later shift nothing.</summary>
    private static async Task<LinePage> PageAsync(Work work, string key, long? before, long? after)
    {
        const string columns = "line_id, booking_date, position, value_date, amount, balance, balance_counted, description, counterparty, item_key";
        const string place = "(select booking_date, position from statement_line where account_key = @key and line_id = @anchor)";
        const int oneMore = PageSize + 1;
        var forward = after is not null;
        var rows = await work.QueryAsync<KeptLine>(
            (forward, before) switch
            {
                (true, _) => $"select {columns} from statement_line where account_key = @key and (booking_date, position) > {place} order by booking_date, position limit @oneMore",
                (false, null) => $"select {columns} from statement_line where account_key = @key order by booking_date desc, position desc limit @oneMore",
                (false, _) => $"select {columns} from statement_line where account_key = @key and (booking_date, position) < {place} order by booking_date desc, position desc limit @oneMore",
            },
            new { key, anchor = after ?? before, oneMore });
        var more = rows.Count > PageSize;
        List<KeptLine> lines = [.. rows.Take(PageSize)];
        if (!forward)
            lines.Reverse();
        var (first, last) = (lines.FirstOrDefault()?.LineId, lines.LastOrDefault()?.LineId);
        return forward ? new LinePage(lines, first, more ? last : null) : new LinePage(lines, more ? first : null, before is null ? null : last);
    }
}
