using Warifu.Authority.Authorities;
using Warifu.Pki.Log;
using Warifu.Postgres;

namespace Warifu.Authority.Log;

/// <summary>Boundaries between the steps, where a crash must cost nothing.</summary>
internal enum SequencingStep
{
    LeavesRead,
    LeavesPlaced,
    TilesStored,
    CheckpointSigned,
    Committed,
}

/// <summary>
/// Gives waiting leaves their places in an authority's log. All of it is one transaction, so a crash leaves the log as it was,
/// and a checkpoint that was signed but not committed never left the process.
/// <list type="number">
/// <item>Lead: one node at a time, by an advisory lock that ends with the transaction.</item>
/// <item>Read the head and the leaves without a place, in the order they were enqueued.</item>
/// <item>Place them.</item>
/// <item>Store the tiles that changed.</item>
/// <item>Sign the checkpoint and store it; commit.</item>
/// </list>
/// </summary>
internal sealed class LogSequencing(Database database)
{
    /// <summary>What one signature covers at most; some 20 ms of work.</summary>
    internal const int Batch = 4096;

    /// <summary>Where a test breaks the sequencing off.</summary>
    internal Action<SequencingStep> Reached { get; init; } = static _ => { };

    /// <returns>How many leaves were placed; null while another node leads.</returns>
    public async Task<int?> SequenceAsync(OpenAuthority authority, CancellationToken cancel)
    {
        var placed = await database.WithoutTenantAsync(work => LeadAsync(work, authority), cancel);
        Reached(SequencingStep.Committed);
        return placed;
    }

    private async Task<int?> LeadAsync(Work work, OpenAuthority authority)
    {
        if (!await work.SingleAsync<bool>("select pg_try_advisory_xact_lock(hashtextextended('log ' || @Id, 0))", new { authority.Id })) // 1
            return null;
        var head = await LogHead.FindAsync(work, authority.Id); // 2
        var leaves = await work.QueryAsync<Leaf>("""
            select leaf_id, entry from log_leaf where authority_id = @Id and leaf_index is null order by leaf_id limit @Batch
            """, new { authority.Id, Batch });
        Reached(SequencingStep.LeavesRead);
        // A new log shows its empty tree.
        if (head is not null && leaves.Count == 0)
            return 0;
        var size = head?.Size ?? 0;
        var tree = new TreeGrowth(size, await LogTiles.ReadAsync(work, authority.Id, TreeGrowth.EdgeOf(size)));
        await work.ExecuteAsync("""
            update log_leaf l set leaf_index = placed.leaf_index
            from unnest(@ids, @indexes) as placed (leaf_id, leaf_index) where l.leaf_id = placed.leaf_id
            """,
            new { ids = leaves.Select(leaf => leaf.LeafId).ToArray(), indexes = leaves.Select((_, at) => size + at).ToArray() }); // 3
        Reached(SequencingStep.LeavesPlaced);
        await LogTiles.StoreAsync(work, authority.Id, tree.Append([.. leaves.Select(leaf => leaf.Entry)])); // 4
        Reached(SequencingStep.TilesStored);
        var checkpoint = new Checkpoint(LogHead.OriginOf(authority), tree.Size, tree.Root); // 5
        var note = checkpoint.Sign(authority.Key);
        Reached(SequencingStep.CheckpointSigned);
        await new LogHead(authority.Id, checkpoint.Size, checkpoint.Root, note, database.Time.GetUtcNow()).StoreAsync(work);
        return leaves.Count;
    }

    private sealed record Leaf(long LeafId, byte[] Entry);
}
