using System.Text.Json;
using Warifu.Bank.History;
using Warifu.Tests.Bank;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Operations;

public sealed class HistoryVerifyCommandTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_says_what_is_proven_and_a_kept_line_proves_later_that_nothing_was_cut_off()
    {
        await using var bank = await RecordedAsync(5);
        using var program = new WarifuProgram(bank.Settings);

        var words = await program.RunAsync("history", "verify");
        var json = await program.RunAsync("history", "verify", "--json");
        var kept = program.Lay("kept", json.Output);
        var since = await program.RunAsync("history", "verify", "--earlier", kept);
        await bank.AsOwnerAsync("delete from history_chain where place = 5; delete from history where history_id not in (select history_id from history_chain)");
        var alone = await program.RunAsync("history", "verify");
        var cut = await program.RunAsync("history", "verify", "--earlier", kept);

        Assert.True(words.Code == 0, words.Errors);
        Assert.Contains("9972 Asagiri Credit Union: 5 entries, all as they were written. 0 wait", words.Output, StringComparison.Ordinal);
        using var line = JsonDocument.Parse(json.Output);
        Assert.Equal(("9972", 5L), (line.RootElement.GetProperty("bank").GetString(), line.RootElement.GetProperty("place").GetInt64()));
        Assert.Contains("unchanged up to place 5", since.Output, StringComparison.Ordinal);
        Assert.Equal((0, 69), (alone.Code, cut.Code));
        Assert.Contains("history-broken", cut.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_names_the_first_entry_that_was_altered_and_still_looks_at_the_other_banks()
    {
        await using var bank = await RecordedAsync(3);
        await bank.AsOwnerAsync("update history set login_id = 'somebody' where history_id = (select history_id from history_chain where place = 2)");
        using var program = new WarifuProgram(bank.Settings);
        var (code, output, errors) = await program.RunAsync(["history", "verify", .. Directory.GetFiles(Path.Combine(Repository.Root, "samples", "banks"))]);
        Assert.Equal(69, code);
        Assert.Contains("9972 Asagiri Credit Union: Place 2 (", errors, StringComparison.Ordinal);
        Assert.Equal(["9971", "9973"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[..4]).Order());
    }

    [Fact]
    public async Task A_file_that_is_not_such_a_list_is_refused()
    {
        await using var bank = await RecordedAsync(1);
        using var program = new WarifuProgram(bank.Settings);
        var (code, _, errors) = await program.RunAsync("history", "verify", "--earlier", program.Lay("kept", "9972 5 abcd\n"));
        Assert.Equal((69, true), (code, errors.Contains("kept-heads-unreadable", StringComparison.Ordinal)));
    }

    private async Task<TestBank> RecordedAsync(int acts)
    {
        var bank = await TestBank.StartAsync(cluster);
        await bank.StopAsync();
        await bank.Database.InTenantAsync(TestBank.Code, async work =>
        {
            for (var n = 0; n < acts; n++)
                await new HistoryEntry(TestBank.Minato.Id, "minato03", "192.0.2.1").WriteAsync(work, Act.SignedOut, $"{n}", bank.Time.GetUtcNow());
        }, Cancel);
        while (await bank.Database.InTenantAsync(TestBank.Code, HistoryChain.ExtendAsync, Cancel) != 0)
            Assert.False(Cancel.IsCancellationRequested);
        return bank;
    }
}
