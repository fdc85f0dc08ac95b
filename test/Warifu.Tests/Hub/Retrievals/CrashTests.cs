using Warifu.Statements;
using Warifu.Tests.Postgres;
using Warifu.Tests.Samples;
using Warifu.Wire.Agents;

namespace Warifu.Tests.Hub.Retrievals;

/// <summary>
/// A retrieval killed between any two steps loses nothing and repeats nothing. The database itself breaks the step: a
/// trigger raises an error at it, as a lost connection or a killed server would end its transaction.
/// </summary>
public sealed class CrashTests(TestCluster cluster)
{
    private static readonly Statement Sample = MinatoCompany.File().Accounts[0].Statement;

    /// <summary>Each write of a commit, in their order.</summary>
    public static TheoryData<string> Writes =>
    [
        "insert on statement_line", "insert on statement_window", "update on lease", "delete on chunk", "update on link",
    ];

    [Theory]
    [MemberData(nameof(Writes))]
    public async Task A_commit_broken_at_any_write_leaves_nothing_and_is_done_when_repeated(string write)
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var link = await hub.LinkAsync(office);
        using var agent = await hub.PairAsync(office);
        var lease = await agent.LeaseAsync(link, Sample.Account);
        await PutAllAsync(agent, lease);
        await hub.AsOwnerAsync(
            $"""
            create function break_it() returns trigger language plpgsql as $$ begin raise exception 'killed here'; end $$;
            create trigger break_it before {write} for each row execute function break_it();
            """);

        Assert.Equal("internal-error", (await agent.CommitAsync(lease, TestAgent.ManifestOf(Sample, lease))).Refused);
        Assert.Equal((0, 0), await CountAsync(hub, office));

        await hub.AsOwnerAsync("drop function break_it() cascade");
        var delivery = (await agent.CommitAsync(lease, TestAgent.ManifestOf(Sample, lease))).Delivery!;
        Assert.Equal((Sample.Lines.Count, true), (delivery.Added, delivery.Proven));
        Assert.Equal((Sample.Lines.Count, 1), await CountAsync(hub, office));
    }

    /// <summary>How far an agent comes before it is killed: a lease, a part of the chunks, all of them.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public async Task An_agent_killed_between_its_calls_starts_over_and_every_line_is_there_once(int chunks)
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var link = await hub.LinkAsync(office);
        using var agent = await hub.PairAsync(office);
        var lost = await agent.LeaseAsync(link, Sample.Account);
        foreach (var (lines, number) in TestAgent.ChunksOf(Sample).Select((lines, number) => (lines, number)).Take(chunks))
            Assert.Null(await agent.PutAsync(lost, number, lines));

        var delivery = await agent.DeliverAsync(link, Sample);

        Assert.Equal(new Delivery(Sample.Lines.Count, 0, Sample.Lines.Count, true), delivery);
        Assert.Equal((Sample.Lines.Count, 1), await CountAsync(hub, office));
    }

    [Fact]
    public async Task An_agent_killed_before_it_reads_the_answer_of_its_commit_gets_the_same_answer_again()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        using var agent = await hub.PairAsync(office);
        var lease = await agent.LeaseAsync(await hub.LinkAsync(office), Sample.Account);
        await PutAllAsync(agent, lease);
        var manifest = TestAgent.ManifestOf(Sample, lease);

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => agent.CommitAsync(lease, manifest)));

        Assert.All(answers, answer => Assert.Equal(new Delivery(Sample.Lines.Count, 0, Sample.Lines.Count, true), answer.Delivery));
        Assert.Equal((Sample.Lines.Count, 1), await CountAsync(hub, office));
    }

    private static async Task PutAllAsync(TestAgent agent, Lease lease)
    {
        foreach (var (lines, number) in TestAgent.ChunksOf(Sample).Select((lines, number) => (lines, number)))
            Assert.Null(await agent.PutAsync(lease, number, lines));
    }

    private static Task<(int Lines, int Windows)> CountAsync(HubWorld hub, Guid office) => hub.Database.InTenantAsync(
        office.ToString(),
        work => work.SingleAsync<(int, int)>("select (select count(*)::int from statement_line), (select count(*)::int from statement_window)"),
        TestContext.Current.CancellationToken);
}
