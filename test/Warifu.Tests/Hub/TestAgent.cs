using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using Warifu.Statements;
using Warifu.Tests.Web;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Tests.Hub;

/// <summary>A connector as the hub sees it: a key, and calls on the agent wire.</summary>
internal sealed class TestAgent(HubWorld hub, X509Certificate2? own = null) : IDisposable
{
    private readonly X509Certificate2 certificate = own ?? TestParty.SelfSigned("CN=agent");
    private HttpClient? client;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public HttpClient Http => client ??= hub.Client(certificate);

    public async Task<(PairedAgent? Paired, string? Refused)> TryPairAsync(string key, string pcName = "経理のPC")
    {
        using var answer = await Http.PostAsJsonAsync(AgentWire.Pairing, new PairingRequest(key, pcName), WireJson.Options, Cancel);
        return answer.IsSuccessStatusCode ? (await ReadAsync<PairedAgent>(answer), null) : (null, await CodeAsync(answer));
    }

    public async Task<PairedAgent> PairAsync(string key, string pcName = "経理のPC") =>
        (await TryPairAsync(key, pcName)).Paired ?? throw new InvalidOperationException("Not paired.");

    public async Task<IReadOnlyList<AgentLink>> LinksAsync() => (await Http.GetFromJsonAsync<AgentLinks>(AgentWire.Links, WireJson.Options, Cancel))!.Links;

    public async Task<(Lease? Lease, string? Refused)> TryLeaseAsync(Guid link, AccountKey account, Guid? leaseId = null)
    {
        using var answer = await Http.PostAsJsonAsync(
            AgentWire.Leases, new LeaseRequest(leaseId ?? Guid.NewGuid(), link, account, "ｶ)ﾐﾅﾄｾｲｻｸｼﾖ"), WireJson.Options, Cancel);
        return answer.IsSuccessStatusCode ? (await ReadAsync<Lease>(answer), null) : (null, await CodeAsync(answer));
    }

    public async Task<Lease> LeaseAsync(Guid link, AccountKey account) => (await TryLeaseAsync(link, account)).Lease ?? throw new InvalidOperationException("No lease.");

    /// <returns>The code of the refusal; null when it was taken.</returns>
    public async Task<string?> PutAsync(Lease lease, int number, IReadOnlyList<WireLine> lines, long? fence = null)
    {
        using var answer = await Http.PutAsJsonAsync(
            AgentWire.ChunkOf(lease.LeaseId, number), new Chunk(fence ?? lease.Fence, lines), WireJson.Options, Cancel);
        return answer.StatusCode == HttpStatusCode.NoContent ? null : await CodeAsync(answer);
    }

    public async Task<(Delivery? Delivery, string? Refused)> CommitAsync(Lease lease, Manifest manifest)
    {
        using var answer = await Http.PostAsJsonAsync(AgentWire.CommitOf(lease.LeaseId), manifest, WireJson.Options, Cancel);
        return answer.IsSuccessStatusCode ? (await ReadAsync<Delivery>(answer), null) : (null, await CodeAsync(answer));
    }

    public async Task<string?> ReportAsync(Guid link, RetrievalReport report)
    {
        using var answer = await Http.PostAsJsonAsync(AgentWire.ReportOf(link), report, WireJson.Options, Cancel);
        return answer.StatusCode == HttpStatusCode.NoContent ? null : await CodeAsync(answer);
    }

    /// <summary>The whole of a retrieval.</summary>
    public async Task<Delivery> DeliverAsync(Guid link, Statement statement)
    {
        var lease = await LeaseAsync(link, statement.Account);
        var chunks = ChunksOf(statement);
        for (var number = 0; number < chunks.Count; number++)
            Assert.Null(await PutAsync(lease, number, chunks[number]));
        var (delivery, refused) = await CommitAsync(lease, ManifestOf(statement, lease));
        Assert.Null(refused);
        return delivery!;
    }

    public static IReadOnlyList<WireLine[]> ChunksOf(Statement statement, int size = 200) => [.. statement.Lines.Select(Wire).Chunk(size)];

    public static Manifest ManifestOf(Statement statement, Lease lease, int size = 200) => new(
        lease.Fence, (statement.Lines.Count + size - 1) / size, statement.Lines.Count, Text(statement.Credits), Text(statement.Debits),
        statement.Opening is { } opening ? Text(opening) : null, statement.Closing is { } closing ? Text(closing) : null, statement.Window.From, statement.Window.To);

    public static WireLine Wire(StatementLine line) => new(
        line.BookingDate, line.ValueDate, Text(line.Amount), line.Balance is { } balance ? Text(balance) : null, line.Description, line.Counterparty, line.ItemKey);

    public static async Task<string> CodeAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<Problem>(WireJson.Options, Cancel))!.Code;

    public void Dispose()
    {
        client?.Dispose();
        if (own is null)
            certificate.Dispose();
    }

    private static string Text(decimal amount) => amount.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<T>(WireJson.Options, Cancel))!;
}
