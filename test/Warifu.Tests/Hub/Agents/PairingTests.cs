using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Hub.Agents;
using Warifu.Tests.Postgres;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Tests.Hub.Agents;

public sealed class PairingTests(TestCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_pairs_one_agent_and_answers_the_same_when_repeated_by_it()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var key = await hub.IssueKeyAsync(office);
        using var agent = new TestAgent(hub);
        using var other = new TestAgent(hub);

        var first = await agent.PairAsync(key.Key);
        var again = await agent.PairAsync(key.Key);

        Assert.Matches("^[0-9a-f]{64}$", key.Key);
        Assert.Equal(first, again);
        Assert.Equal("株式会社みなと製作所", first.OfficeName);
        Assert.Equal("pairing-key-used", (await other.TryPairAsync(key.Key)).Refused);
    }

    [Fact]
    public async Task Expired_mistyped_and_foreign_keys_are_refused_with_the_way_out()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var key = await hub.IssueKeyAsync(office);
        using var agent = new TestAgent(hub);

        Assert.Equal("pairing-key-unknown", (await agent.TryPairAsync(new string('0', 64))).Refused);
        Assert.Equal("agent-pc-name", (await agent.TryPairAsync(key.Key, " ")).Refused);
        hub.Time.Advance(PairingKeys.Validity);
        Assert.Equal("pairing-key-expired", (await agent.TryPairAsync(key.Key)).Refused);
        using var paired = await hub.PairAsync(office);
        Assert.Equal("agent-already-paired", (await paired.TryPairAsync((await hub.IssueKeyAsync(await hub.OpenOfficeAsync("other@minato.test"))).Key)).Refused);
    }

    [Fact]
    public async Task An_agent_whose_first_answer_was_lost_is_paired_by_a_new_key_of_the_same_office()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        using var agent = new TestAgent(hub);
        var first = await agent.PairAsync((await hub.IssueKeyAsync(office)).Key);
        var second = await hub.IssueKeyAsync(office);
        Assert.Equal(first, await agent.PairAsync(second.Key));
        using var other = new TestAgent(hub);
        Assert.Equal("pairing-key-used", (await other.TryPairAsync(second.Key)).Refused);
    }

    [Fact]
    public async Task Two_agents_racing_with_one_key_are_one_paired_and_one_refused()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var key = await hub.IssueKeyAsync(await hub.OpenOfficeAsync());
        TestAgent[] agents = [.. Enumerable.Range(0, 4).Select(_ => new TestAgent(hub))];

        var answers = await Task.WhenAll(agents.Select(agent => agent.TryPairAsync(key.Key)));

        Assert.Single(answers, answer => answer.Paired is not null);
        Assert.Equal(3, answers.Count(answer => answer.Refused == "pairing-key-used"));
        Array.ForEach(agents, agent => agent.Dispose());
    }

    [Fact]
    public async Task Only_a_valid_P256_key_is_taken()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var key = await hub.IssueKeyAsync(await hub.OpenOfficeAsync());
        using var bigger = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var certificate = new CertificateRequest("CN=agent", bigger, HashAlgorithmName.SHA384)
            .CreateSelfSigned(hub.Time.GetUtcNow().AddDays(-1), hub.Time.GetUtcNow().AddDays(1));
        using var agent = new TestAgent(hub, certificate);
        using var nobody = hub.Client(null);

        Assert.Equal("agent-certificate-unfit", (await agent.TryPairAsync(key.Key)).Refused);
        using var answer = await nobody.PostAsJsonAsync(AgentWire.Pairing, new PairingRequest(key.Key, "PC"), WireJson.Options, Cancel);
        Assert.Equal("agent-certificate-missing", await TestAgent.CodeAsync(answer));
    }

    [Fact]
    public async Task An_agent_is_judged_by_its_row_on_every_request()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        using var stranger = new TestAgent(hub);
        using var agent = new TestAgent(hub);
        var paired = await agent.PairAsync((await hub.IssueKeyAsync(office)).Key);

        Assert.Equal("agent-unknown", await CodeOfLinksAsync(stranger));
        Assert.Empty(await agent.LinksAsync());
        await AgentRegister.RevokeAsync(hub.Database, hub.Wakeup, office.ToString(), paired.AgentId, Cancel);
        Assert.Equal("agent-revoked", await CodeOfLinksAsync(agent));
    }

    [Fact]
    public async Task An_agent_whose_certificate_has_expired_is_refused()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        using var agent = await hub.PairAsync(await hub.OpenOfficeAsync());

        hub.Time.Advance(TimeSpan.FromDays(2));

        Assert.Equal("agent-certificate-expired", await CodeOfLinksAsync(agent));
    }

    [Fact]
    public async Task The_stream_says_look_at_once_and_on_each_change_and_ends_when_the_pairing_does()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        using var agent = new TestAgent(hub);
        var paired = await agent.PairAsync((await hub.IssueKeyAsync(office)).Key);
        using var request = new HttpRequestMessage(HttpMethod.Get, AgentWire.Events) { Version = HttpVersion.Version20 };
        using var answer = await agent.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(Cancel));

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("event: look", await NextEventAsync(lines));
        await hub.LinkAsync(office);
        Assert.Equal("event: look", await NextEventAsync(lines));
        Assert.Equal("minato01", Assert.Single(await agent.LinksAsync()).UserId);
        await AgentRegister.RevokeAsync(hub.Database, hub.Wakeup, office.ToString(), paired.AgentId, Cancel);
        Assert.Null(await NextEventAsync(lines));
    }

    private static async Task<string?> NextEventAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync(Cancel) is { } line)
        {
            if (line.StartsWith("event:", StringComparison.Ordinal))
                return line;
        }

        return null;
    }

    private static async Task<string> CodeOfLinksAsync(TestAgent agent)
    {
        using var answer = await agent.Http.GetAsync(AgentWire.Links, Cancel);
        return await TestAgent.CodeAsync(answer);
    }
}
