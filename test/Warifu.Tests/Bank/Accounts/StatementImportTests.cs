using System.Text;
using Warifu.Tests.Postgres;
using Warifu.Wire;

namespace Warifu.Tests.Bank.Accounts;

public sealed class StatementImportTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly BankCode Code = new(TestBank.Code);

    private static byte[] Sample => File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "asagiri-statement.zengin"));

    [Fact]
    public async Task The_sample_statement_is_taken_once_however_often_it_comes()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var first = (await bank.Operations.ImportStatementAsync(Code, Sample, Cancel)).Value;
        Assert.Equal((2, 0), (first.Accounts, first.Known));
        Assert.True(first.Added >= 400);
        Assert.Equal(first.Added, await LinesAsync(bank));
        var second = (await bank.Operations.ImportStatementAsync(Code, Sample, Cancel)).Value;
        Assert.Equal((0, first.Added), (second.Added, second.Known));
        Assert.Equal(first.Added, await LinesAsync(bank));
    }

    [Fact]
    public async Task A_malformed_file_names_record_and_column_and_nothing_is_taken()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var broken = Sample;
        var record = Array.IndexOf(broken, (byte)'\n') + 1;
        Encoding.ASCII.GetBytes("99X999").CopyTo(broken, record + 9);
        var refusal = (await bank.Operations.ImportStatementAsync(Code, broken, Cancel)).Refusal!;
        Assert.Equal("zengin-file-malformed", refusal.Code);
        Assert.Contains("record 2, columns 10–15", refusal.Detail!.En, StringComparison.Ordinal);
        Assert.Equal(0, await LinesAsync(bank));
    }

    [Fact]
    public async Task A_file_with_an_unknown_account_is_refused_as_a_whole()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var text = Encoding.Latin1.GetString(Sample);
        var other = Encoding.Latin1.GetBytes(text.Replace("0007654321", "0007654322", StringComparison.Ordinal));
        var refusal = (await bank.Operations.ImportStatementAsync(Code, other, Cancel)).Refusal!;
        Assert.Equal("statement-account-unknown", refusal.Code);
        Assert.Contains("4322", refusal.Detail!.En, StringComparison.Ordinal);
        Assert.DoesNotContain("7654322", refusal.Detail.En, StringComparison.Ordinal);
        Assert.Equal(0, await LinesAsync(bank));
    }

    [Fact]
    public async Task Windows_may_come_in_any_order_and_overlap_and_every_balance_still_follows()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        foreach (var (from, to) in (IEnumerable<(string, string)>)[("2026-10-01", "2026-11-20"), ("2026-08-01", "2026-10-10"), ("2026-09-15", "2026-10-31")])
            Assert.Null((await bank.Operations.ImportStatementAsync(Code, StatementFiles.Part(Sample, DateOnly.Parse(from), DateOnly.Parse(to)), Cancel)).Refusal);
        var whole = (await bank.Operations.ImportStatementAsync(Code, Sample, Cancel)).Value;
        Assert.Equal(0, whole.Added);
        Assert.Equal(0, await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>("""
            select count(*)::int from (
              select balance - amount - lag(balance) over (partition by account_key order by booked_on, place) as jump from statement_line) as line
            where jump <> 0
            """), Cancel));
    }

    [Fact]
    public async Task Balances_that_do_not_follow_those_already_there_are_refused()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        Assert.Null((await bank.Operations.ImportStatementAsync(Code, StatementFiles.Part(Sample, new(2026, 8, 1), new(2026, 9, 30)), Cancel)).Refusal);
        var before = await LinesAsync(bank);
        var shifted = StatementFiles.Part(Sample, new(2026, 10, 1), new(2026, 11, 20), by: 1);
        Assert.Equal("statement-does-not-follow", (await bank.Operations.ImportStatementAsync(Code, shifted, Cancel)).Refusal!.Code);
        Assert.Equal(before, await LinesAsync(bank));
    }

    private static Task<int> LinesAsync(TestBank bank) =>
        bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>("select count(*)::int from statement_line"), Cancel);
}
