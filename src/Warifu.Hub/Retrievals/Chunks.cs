using System.Security.Cryptography;
using System.Text.Json;
using Warifu.Hub.Agents;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Hub.Retrievals;

/// <summary>Step 4 of docs/retrieval-cycle.md: keeps delivered lines beside the statement until they are committed. The same chunk again changes nothing.</summary>
internal static class Chunks
{
    /// <summary>A year of a busy account is far below; more is a mistake of the sender.</summary>
    private const int MostChunks = 1_000;

    public static async Task<Refusal?> PutAsync(Database database, SignedAgent agent, Guid leaseId, int number, Chunk chunk, CancellationToken cancel)
    {
        if (number is < 0 or > MostChunks || chunk.Lines.Count is 0 or > AgentWire.LinesInChunk)
            return RetrievalRefusals.LinesMalformed with { Detail = new($"1 回に送れるのは 1〜{AgentWire.LinesInChunk} 件です。", $"A chunk has 1 to {AgentWire.LinesInChunk} lines.") };
        if (WireLines.Read(chunk.Lines).Refusal is { } malformed)
            return malformed;
        var lines = JsonSerializer.Serialize(chunk.Lines, WireJson.Options);
        var sha256 = SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(lines));

        return await database.InTenantAsync(agent.Tenant, async work =>
        {
            if (await LeaseRow.LockAsync(work, leaseId, agent.AgentId) is not var (lease, newest))
                return RetrievalRefusals.LeaseUnknown;
            if (chunk.Fence != lease.Fence || lease.Fence != newest)
                return RetrievalRefusals.LeaseLost;
            if (lease.CommittedAt is not null)
                return null;
            var added = await work.ExecuteAsync(
                "insert into chunk values (@OfficeId, @leaseId, @number, @sha256, @lines::jsonb) on conflict do nothing",
                new { agent.OfficeId, leaseId, number, sha256, lines });
            if (added == 1)
                return null;
            var kept = await work.SingleAsync<byte[]>("select sha256 from chunk where lease_id = @leaseId and number = @number", new { leaseId, number });
            return kept.AsSpan().SequenceEqual(sha256) ? null : RetrievalRefusals.ChunkDiffers;
        }, cancel);
    }

    /// <summary>All lines of a lease in the order of their chunks, and how many chunks there are.</summary>
    public static async Task<(int Chunks, List<WireLine> Lines)> ReadAsync(Work work, Guid leaseId)
    {
        var chunks = await work.QueryAsync<string>("select lines::text from chunk where lease_id = @leaseId order by number", new { leaseId });
        return (chunks.Count, [.. chunks.SelectMany(chunk => JsonSerializer.Deserialize<List<WireLine>>(chunk, WireJson.Options)!)]);
    }
}
