using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>A bank whose customer has registered the inquiry PINs of his accounts.</summary>
internal static class LinkedBank
{
    public static async Task<TestBank> StartAsync(TestCluster cluster)
    {
        var bank = await TestBank.StartAsync(cluster);
        await RegisterAccountsAsync(bank);
        return bank;
    }

    public static Task RegisterAccountsAsync(TestBank bank) => bank.ExecuteAsync(
        "insert into inquiry_account (bank_code, account_key, registered_at) select bank_code, account_key, @now from account", new { now = bank.Time.GetUtcNow() });
}
