using Warifu.Bank.Accounts;
using Warifu.Postgres;
using Warifu.Postgres.Sharing;
using Warifu.Wire;

namespace Warifu.Bank.OpenApi;

/// <param name="AccountId">Names the account in other calls.</param>
/// <param name="AccountTypeCode">01 ordinary and savings, 02 current, 11 fixed term, instalment and notice.</param>
/// <param name="AccountNameKana">Half-width.</param>
internal sealed record ApiAccount(
    string AccountId, string BranchCode, string BranchName, string AccountTypeCode, string AccountTypeName, string AccountNumber, string AccountName, string AccountNameKana,
    string CurrencyCode);

/// <summary><c>GET /accounts</c>; calls that come at the same time share a read.</summary>
internal sealed class AccountsAnswer(Database database)
{
    public const string Currency = "JPY";

    private readonly TenantReads<string, List<ApiAccount>> accounts = new((bank, contracts) => ReadAsync(database, bank, contracts));

    public async Task<Outcome<object>> RunAsync(ApiCall call, CancellationToken cancel)
    {
        var all = await accounts.AskAsync(call.Bank, call.Grant.ContractId, cancel) ?? [];
        var (day, time) = BaseTime.Of(call.Now);
        return new { baseDate = day, baseTime = time, accounts = all.Where(account => call.Grant.Accounts.Contains(account.AccountId)) };
    }

    /// <summary>Those of some contracts, in the order of their keys.</summary>
    private static async Task<Dictionary<string, List<ApiAccount>>> ReadAsync(Database database, string bank, string[] contracts)
    {
        var rows = await database.ReadInTenantAsync<Row>("""
            select a.contract_id, a.account_key, a.branch_name, a.holder_kana, c.name
            from account a join contract c on c.bank_code = a.bank_code and c.contract_id = a.contract_id
            where a.bank_code = @Tenant and a.contract_id = any(@contracts)
            order by a.account_key
            """, new { Tenant = bank, contracts });
        return rows.GroupBy(row => row.ContractId, StringComparer.Ordinal).ToDictionary(contract => contract.Key, contract => contract.Select(Of).ToList(), StringComparer.Ordinal);
    }

    private static ApiAccount Of(Row row)
    {
        var key = AccountKey.Parse(row.AccountKey);
        return new(row.AccountKey, key.Branch, row.BranchName, TypeCode(key.Kind), AccountWords.Of(key.Kind).Ja, key.Number, row.Name, row.HolderKana, Currency);
    }

    private static string TypeCode(AccountKind kind) => kind switch
    {
        AccountKind.Ordinary or AccountKind.Savings => "01",
        AccountKind.Current => "02",
        AccountKind.FixedTerm or AccountKind.Instalment or AccountKind.Notice => "11",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private sealed record Row(string ContractId, string AccountKey, string BranchName, string HolderKana, string Name);
}
