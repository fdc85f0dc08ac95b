using Warifu.Tests.Postgres;
using Warifu.Wire;

namespace Warifu.Tests.Bank.Users;

public sealed class ContractMakingTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Making_the_contract_again_changes_nothing()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        Assert.Equal(0, (await MakeAsync(bank, TestBank.Minato)).Value);
    }

    [Fact]
    public async Task Users_and_accounts_of_another_contract_are_refused_by_name_and_nothing_is_registered()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var before = await CountAsync(bank);
        var refusal = (await MakeAsync(bank, TestBank.Minato with { Id = "0000420002" })).Refusal!;
        Assert.Equal("contract-wrong", refusal.Code);
        foreach (var user in TestBank.Minato.Users)
            Assert.Contains($"Login ID {user.LoginId}: another contract", refusal.Detail!.En, StringComparison.Ordinal);
        foreach (var account in TestBank.Minato.Accounts)
            Assert.Contains($"Account {account.Branch}-{account.Number}: it belongs to another", refusal.Detail!.En, StringComparison.Ordinal);
        Assert.Equal(before, await CountAsync(bank));
    }

    private static Task<Outcome<int>> MakeAsync(TestBank bank, Warifu.Bank.Users.NewContract contract) =>
        bank.Operations.MakeContractAsync(new("9972"), contract, TestBank.Passwords, Cancel);

    private static Task<long> CountAsync(TestBank bank) => bank.Database.InTenantAsync("9972", work =>
        work.SingleAsync<long>("select (select count(*) from contract) + (select count(*) from customer_user) + (select count(*) from account)"), Cancel);
}
