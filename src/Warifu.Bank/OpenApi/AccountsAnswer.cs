using Warifu.Bank.Accounts;
using Warifu.Wire;

namespace Warifu.Bank.OpenApi;

/// <param name="AccountId">Names the account in other calls.</param>
/// <param name="AccountTypeCode">01 ordinary and savings, 02 current, 11 fixed term, instalment and notice.</param>
/// <param name="AccountNameKana">Half-width.</param>
internal sealed record ApiAccount(
    string AccountId, string BranchCode, string BranchName, string AccountTypeCode, string AccountTypeName, string AccountNumber, string AccountName, string AccountNameKana,
    string CurrencyCode);

/// <summary><c>GET /accounts</c>.</summary>
internal static class AccountsAnswer
{
    public const string Currency = "JPY";

    public static async Task<Outcome<object>> RunAsync(ApiCall call)
    {
        var name = await call.Work.SingleAsync<string>(
            "select name from contract where bank_code = @Tenant and contract_id = @ContractId", new { call.Work.Tenant, call.Token.ContractId });
        var (day, time) = BaseTime.Of(call.Now);
        return new { baseDate = day, baseTime = time, accounts = (await call.AccountsAsync()).Select(account => Of(account, name)) };
    }

    private static ApiAccount Of(ListedAccount account, string name) => new(
        $"{account.Key}", account.Key.Branch, account.BranchName, TypeCode(account.Key.Kind), AccountWords.Of(account.Key.Kind).Ja, account.Key.Number, name,
        account.HolderKana, Currency);

    private static string TypeCode(AccountKind kind) => kind switch
    {
        AccountKind.Ordinary or AccountKind.Savings => "01",
        AccountKind.Current => "02",
        AccountKind.FixedTerm or AccountKind.Instalment or AccountKind.Notice => "11",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
