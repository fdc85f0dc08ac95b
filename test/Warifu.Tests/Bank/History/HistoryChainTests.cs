using Npgsql;
using Warifu.Bank.History;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.History;

public sealed class HistoryChainTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_act_gets_its_place_and_the_chain_holds()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var head = await RecordAsync(bank, 5);
        Assert.Equal(5, head.Place);
        Assert.Equal(head.Sha256, (await VerifyAsync(bank)).Sha256);
    }

    [Fact]
    public void A_link_is_over_every_field_and_over_the_link_before()
    {
        var act = new RecordedAct(7, DateTimeOffset.UnixEpoch, "0000420001", "minato03", "signed-in", null, "192.0.2.1", "5b8e");
        RecordedAct[] others =
        [
            act with { HistoryId = 8 }, act with { At = act.At.AddTicks(10) }, act with { ContractId = null }, act with { LoginId = "minato0" },
            act with { Act = "signed-out" }, act with { Detail = "" }, act with { FromAddress = null }, act with { CertificateSerial = "5b8f" },
            // Moving a letter over the border of two fields is a change too.
            act with { LoginId = "minato03s", Act = "igned-in" },
        ];
        var links = others.Select(other => other.LinkAfter("9972", RecordedAct.Beginning))
            .Append(act.LinkAfter("9972", RecordedAct.Beginning)).Append(act.LinkAfter("9971", RecordedAct.Beginning))
            .Append(act.LinkAfter("9972", act.LinkAfter("9972", RecordedAct.Beginning))).Select(Convert.ToHexStringLower).ToList();
        Assert.Equal(links.Count, links.Distinct().Count());
    }

    [Theory]
    [InlineData("update history set detail = 'nothing' where history_id = (select history_id from history_chain where place = 3)", "Place 3")]
    [InlineData("update history_chain set sha256 = decode(repeat('00', 32), 'hex') where place = 2", "Place 2")]
    [InlineData("delete from history_chain where place = 4; delete from history where history_id not in (select history_id from history_chain)", "Place 4")]
    [InlineData("insert into history (bank_code, at, login_id, act) values ('9972', '2026-11-21T09:00:00Z', 'nobody', 'signed-in'); delete from history_waiting", "Place 6")]
    public async Task Whatever_is_changed_taken_away_or_slipped_in_is_found(string tampering, string place)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await RecordAsync(bank, 5);
        await bank.StopAsync();
        await bank.AsOwnerAsync(tampering);
        var found = await bank.Database.InTenantAsync(TestBank.Code, work => HistoryChain.VerifyAsync(work, null), Cancel);
        Assert.Equal("history-broken", found.Refusal?.Code);
        Assert.StartsWith(place, found.Refusal!.Detail!.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_head_kept_elsewhere_shows_that_the_end_was_cut_off()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var kept = await RecordAsync(bank, 5);
        await bank.StopAsync();
        await bank.AsOwnerAsync("delete from history_chain where place = 5; delete from history where history_id not in (select history_id from history_chain)");
        Assert.Equal(4, (await VerifyAsync(bank)).Place);
        Assert.Equal("history-broken", (await bank.Database.InTenantAsync(TestBank.Code, work => HistoryChain.VerifyAsync(work, kept), Cancel)).Refusal?.Code);
    }

    [Theory]
    [InlineData("update history set detail = 'nothing'")]
    [InlineData("delete from history")]
    [InlineData("update history_chain set place = place + 1")]
    [InlineData("delete from history_chain")]
    public async Task The_server_itself_cannot_change_what_is_written(string sql)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => bank.ExecuteAsync(sql));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Of_many_nodes_at_once_each_act_gets_one_place()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.StopAsync();
        var writing = Enumerable.Range(0, 40).Select(n => WriteAsync(bank, n));
        var chaining = Enumerable.Range(0, 20).Select(_ => bank.Database.InTenantAsync(TestBank.Code, HistoryChain.ExtendAsync, Cancel));
        await Task.WhenAll(writing.Concat(chaining));
        while (await bank.Database.InTenantAsync(TestBank.Code, HistoryChain.ExtendAsync, Cancel) != 0)
            Assert.False(Cancel.IsCancellationRequested);
        Assert.Equal(40, (await VerifyAsync(bank)).Place);
    }

    private static async Task<HistoryHead> RecordAsync(TestBank bank, int acts)
    {
        for (var n = 0; n < acts; n++)
            await WriteAsync(bank, n);
        while (true)
        {
            await bank.Database.InTenantAsync(TestBank.Code, HistoryChain.ExtendAsync, Cancel);
            var head = await bank.Database.InTenantAsync(TestBank.Code, HistoryChain.HeadAsync, Cancel);
            if (head.Place >= acts)
                return head;
        }
    }

    private static Task WriteAsync(TestBank bank, int number) => bank.Database.InTenantAsync(TestBank.Code, work =>
        new HistoryEntry(TestBank.Minato.Id, "minato03", "192.0.2.1").WriteAsync(work, Act.SignedOut, $"{number}", bank.Time.GetUtcNow()), Cancel);

    private static async Task<HistoryHead> VerifyAsync(TestBank bank) =>
        (await bank.Database.InTenantAsync(TestBank.Code, work => HistoryChain.VerifyAsync(work, null), Cancel)).Value;
}
