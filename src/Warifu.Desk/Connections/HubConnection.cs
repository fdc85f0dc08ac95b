using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Warifu.Desk.Keys;
using Warifu.Desk.Network;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Desk.Connections;

/// <summary>This PC's connection to the hub: HTTP/2 over mutual TLS with the agent's key.</summary>
public sealed class HubConnection : IDisposable
{
    private readonly WireClient client;

    private HubConnection(WireClient client) => this.client = client;

    public static Outcome<HubConnection> Open(DeskFolder folder, Vault vault, bool japanese) =>
        Pairing.Of(folder) is { } pairing ? new HubConnection(pairing.Client(folder, vault, japanese)) : DeskRefusals.NotPaired;

    public async Task<Outcome<IReadOnlyList<AgentLink>>> LinksAsync(CancellationToken cancel)
    {
        var answer = await client.GetAsync<AgentLinks>(AgentWire.Links, cancel);
        return answer.Refusal is { } refusal ? refusal : Outcome.Of(answer.Value.Links);
    }

    public Task<Outcome<Lease>> LeaseAsync(LeaseRequest request, CancellationToken cancel) => client.PostAsync<Lease>(AgentWire.Leases, request, cancel);

    public Task<Outcome<Nothing>> DeliverAsync(Guid lease, int number, Chunk chunk, CancellationToken cancel) =>
        client.TellAsync(HttpMethod.Put, AgentWire.ChunkOf(lease, number), chunk, cancel);

    public Task<Outcome<Delivery>> CommitAsync(Guid lease, Manifest manifest, CancellationToken cancel) =>
        client.PostAsync<Delivery>(AgentWire.CommitOf(lease), manifest, cancel);

    public Task<Outcome<Nothing>> ReportAsync(Guid link, RetrievalReport report, CancellationToken cancel) =>
        client.TellAsync(HttpMethod.Post, AgentWire.ReportOf(link), report, cancel);

    /// <summary>Each item says "look again"; the first comes as soon as the connection stands. It ends when the connection does.</summary>
    /// <exception cref="RefusedException">The hub refuses this agent, or cannot be reached.</exception>
    public async IAsyncEnumerable<string> ListenAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var opened = await client.OpenAsync(AgentWire.Events, cancel);
        if (opened.Refusal is { } refusal)
            throw new RefusedException(refusal);
        await using var stream = opened.Value;
        yield return "connected";
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(cancel))
            yield return item.EventType;
    }

    public void Dispose() => client.Dispose();
}
