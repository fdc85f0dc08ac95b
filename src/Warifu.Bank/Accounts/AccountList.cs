using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Accounts;

/// <summary>An account as lists show it.</summary>
/// <param name="Balance">After its last line.</param>
/// <param name="LastDay">Of its last line; null when it has none.</param>
internal sealed record ListedAccount(AccountKey Key, string BranchName, string BranchKana, string HolderKana, decimal Balance, DateOnly? LastDay);

internal static class AccountList
{
    /// <summary>The accounts of a contract, in the order of their keys.</summary>
    public static async Task<IReadOnlyList<ListedAccount>> OfAsync(Work work, string contractId)
    {
        var rows = await work.QueryAsync<Row>("""
            select a.account_key, a.branch_name, a.branch_kana, a.holder_kana, coalesce(l.balance, 0) as balance, l.booked_on as last_day
            from account a
            left join lateral (
              select balance, booked_on from statement_line s where s.bank_code = a.bank_code and s.account_key = a.account_key
              order by booked_on desc, place desc limit 1) l on true
            where a.bank_code = @Tenant and a.contract_id = @contractId
            order by a.account_key
            """, new { work.Tenant, contractId });
        return [.. rows.Select(row => new ListedAccount(
            AccountKey.Parse(row.AccountKey), row.BranchName, row.BranchKana, row.HolderKana, row.Balance, row.LastDay))];
    }

    private sealed class Row
    {
        public required string AccountKey { get; init; }
        public required string BranchName { get; init; }
        public required string BranchKana { get; init; }
        public required string HolderKana { get; init; }
        public required long Balance { get; init; }
        public DateOnly? LastDay { get; init; }
    }
}
