using Warifu.Statements;
using Warifu.Tests.Postgres;
using Warifu.Tests.Samples;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Tests.Hub.Retrievals;

public sealed class RetrievalTests(TestCluster cluster)
{
    private static readonly Statement Sample = MinatoCompany.File().Accounts[0].Statement;

    [Fact]
    public async Task A_delivery_is_kept_once_and_proven_and_a_second_adds_nothing()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var link = await hub.LinkAsync(office);
        using var agent = await hub.PairAsync(office);

        var first = await agent.DeliverAsync(link, Sample);
        var second = await agent.DeliverAsync(link, Sample);

        Assert.Equal(new Delivery(Sample.Lines.Count, 0, Sample.Lines.Count, true), first);
        Assert.Equal(new Delivery(0, Sample.Lines.Count, Sample.Lines.Count, true), second);
        var state = Assert.Single(await agent.LinksAsync());
        Assert.Equal(LinkState.Complete, state.State);
        Assert.Equal(state.StateSince!.Value.AddDays(1), state.NextRun);
    }

    [Fact]
    public async Task Two_PCs_with_different_users_keep_one_truth_and_any_overlap_adds_no_line_twice()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var (one, other) = (await hub.LinkAsync(office), await hub.LinkAsync(office, "minato02"));
        using var here = await hub.PairAsync(office);
        using var there = await hub.PairAsync(office, "社長のPC");

        await there.DeliverAsync(other, Part("2026-09-10", "2026-11-20"));
        await here.DeliverAsync(one, Part("2026-08-01", "2026-09-20"));
        var last = await there.DeliverAsync(other, Part("2026-09-01", "2026-10-31"));

        Assert.Equal((0, Sample.Lines.Count, true), (last.Added, last.Total, last.Proven));
    }

    [Fact]
    public async Task A_gap_leaves_the_account_unproven_until_it_is_filled()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var link = await hub.LinkAsync(office);
        using var agent = await hub.PairAsync(office);

        await agent.DeliverAsync(link, Part("2026-08-01", "2026-08-31"));
        Assert.False((await agent.DeliverAsync(link, Part("2026-10-01", "2026-11-20"))).Proven);
        Assert.True((await agent.DeliverAsync(link, Part("2026-09-01", "2026-09-30"))).Proven);
    }

    [Fact]
    public async Task A_write_under_an_older_fence_is_refused()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var link = await hub.LinkAsync(office);
        using var slow = await hub.PairAsync(office);
        using var quick = await hub.PairAsync(office, "社長のPC");
        var old = await slow.LeaseAsync(link, Sample.Account);
        var chunks = TestAgent.ChunksOf(Sample);
        Assert.Null(await slow.PutAsync(old, 0, chunks[0]));

        Assert.Equal("account-being-fetched", (await quick.TryLeaseAsync(link, Sample.Account)).Refused);
        hub.Time.Advance(TimeSpan.FromMinutes(11));
        var taken = await quick.LeaseAsync(link, Sample.Account);

        Assert.True(taken.Fence > old.Fence);
        Assert.Equal("lease-lost", await slow.PutAsync(old, 1, chunks[1]));
        Assert.Equal("lease-lost", (await slow.CommitAsync(old, TestAgent.ManifestOf(Sample, old))).Refused);
        Assert.Equal("lease-unknown", await slow.PutAsync(taken, 0, chunks[0]));
    }

    [Fact]
    public async Task Everything_repeated_answers_as_the_first_time()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var link = await hub.LinkAsync(office);
        using var agent = await hub.PairAsync(office);
        var id = Guid.NewGuid();
        var lease = (await agent.TryLeaseAsync(link, Sample.Account, id)).Lease!;
        Assert.Equal(lease, (await agent.TryLeaseAsync(link, Sample.Account, id)).Lease);

        var chunks = TestAgent.ChunksOf(Sample);
        for (var number = 0; number < chunks.Count; number++)
        {
            Assert.Null(await agent.PutAsync(lease, number, chunks[number]));
            Assert.Null(await agent.PutAsync(lease, number, chunks[number]));
        }

        Assert.Equal("chunk-differs", await agent.PutAsync(lease, 0, chunks[1]));
        var manifest = TestAgent.ManifestOf(Sample, lease);
        var first = (await agent.CommitAsync(lease, manifest)).Delivery;
        Assert.Equal(first, (await agent.CommitAsync(lease, manifest)).Delivery);
        Assert.Equal("manifest-differs", (await agent.CommitAsync(lease, manifest with { Count = 1 })).Refused);
        Assert.Null(await agent.PutAsync(lease, 0, chunks[0]));
    }

    public static TheoryData<string> Wrong => ["chunks", "count", "credits", "debits", "opening", "closing", "from", "to", "number", "order"];

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_delivery_that_is_not_what_its_manifest_says_leaves_nothing(string what)
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var link = await hub.LinkAsync(office);
        using var agent = await hub.PairAsync(office);
        var part = Part("2026-08-01", "2026-08-10");
        var lease = await agent.LeaseAsync(link, part.Account);
        Assert.Null(await agent.PutAsync(lease, 0, TestAgent.ChunksOf(part)[0]));
        var right = TestAgent.ManifestOf(part, lease);

        var (_, refused) = await agent.CommitAsync(lease, what switch
        {
            "chunks" => right with { Chunks = 2 },
            "count" => right with { Count = right.Count - 1 },
            "credits" => right with { Credits = "1" },
            "debits" => right with { Debits = "x" },
            "opening" => right with { Opening = "1" },
            "closing" => right with { Closing = "1" },
            "from" => right with { From = right.From.AddDays(5) },
            "to" => right with { To = right.To.AddDays(-5) },
            "number" => right with { Closing = "many" },
            _ => right with { From = right.To, To = right.From },
        });

        Assert.Equal("manifest-does-not-add-up", refused);
        Assert.Equal(0L, await hub.Database.InTenantAsync(
            office.ToString(), work => work.SingleAsync<long>("select count(*) from statement_line"), TestContext.Current.CancellationToken));
        // The way out: the right manifest is still taken.
        Assert.NotNull((await agent.CommitAsync(lease, right)).Delivery);
    }

    [Fact]
    public async Task Lines_that_cannot_be_read_are_refused_at_once()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        using var agent = await hub.PairAsync(office);
        var lease = await agent.LeaseAsync(await hub.LinkAsync(office), Sample.Account);
        var line = TestAgent.Wire(Sample.Lines[0]);

        Assert.Equal("lines-malformed", await agent.PutAsync(lease, 0, [line with { Amount = "1,000" }]));
        Assert.Equal("lines-malformed", await agent.PutAsync(lease, 0, [line with { Description = "a\nb" }]));
        Assert.Equal("lines-malformed", await agent.PutAsync(lease, 0, []));
        Assert.Equal("lines-malformed", await agent.PutAsync(lease, 0, [.. Enumerable.Repeat(line, AgentWire.LinesInChunk + 1)]));
    }

    [Fact]
    public async Task An_account_of_another_bank_and_a_link_that_is_not_there_are_refused()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        using var agent = await hub.PairAsync(office);

        Assert.Equal("account-not-of-link", (await agent.TryLeaseAsync(await hub.LinkAsync(office), AccountKey.Parse("9973-001-1-1234567"))).Refused);
        Assert.Equal("link-unknown", (await agent.TryLeaseAsync(Guid.NewGuid(), Sample.Account)).Refused);
        Assert.Equal("link-unknown", await agent.ReportAsync(Guid.NewGuid(), new(Guid.NewGuid(), LinkState.Failed, "x", null)));
    }

    [Fact]
    public async Task A_report_sets_the_state_with_its_reason_once_and_frees_the_account()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var link = await hub.LinkAsync(office);
        using var agent = await hub.PairAsync(office);
        using var other = await hub.PairAsync(office, "社長のPC");
        await agent.LeaseAsync(link, Sample.Account);
        var report = new RetrievalReport(Guid.NewGuid(), LinkState.Failed, "certificate-revoked", new Phrase("証明書は失効しています。", "The certificate is revoked."));

        Assert.Null(await agent.ReportAsync(link, report));
        Assert.Equal(LinkState.Failed, Assert.Single(await agent.LinksAsync()).State);
        await other.DeliverAsync(link, Sample);
        Assert.Null(await agent.ReportAsync(link, report));
        Assert.Equal(LinkState.Complete, Assert.Single(await agent.LinksAsync()).State);
    }

    [Theory]
    [InlineData("account-being-fetched", 10)]
    [InlineData("certificate-revoked", 24 * 60)]
    public async Task A_failed_attempt_runs_again_the_next_day_or_once_the_other_PC_is_done(string code, int minutes)
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var link = await hub.LinkAsync(office);
        using var agent = await hub.PairAsync(office);

        Assert.Null(await agent.ReportAsync(link, new RetrievalReport(Guid.NewGuid(), LinkState.Failed, code, null)));

        var state = Assert.Single(await agent.LinksAsync());
        Assert.Equal(TimeSpan.FromMinutes(minutes), state.NextRun - state.StateSince);
    }

    internal static Statement Part(string from, string to)
    {
        var days = new DateWindow(DateOnly.Parse(from), DateOnly.Parse(to));
        var before = Sample.Opening + Sample.Lines.Where(line => line.BookingDate < days.From).Sum(line => line.Amount);
        var lines = Sample.Lines.Where(line => days.Contains(line.BookingDate)).ToList();
        return new Statement(Sample.Account, Sample.AccountName, "JPY", days, before, before + lines.Sum(line => line.Amount), lines);
    }
}
