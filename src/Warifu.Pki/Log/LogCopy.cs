using Warifu.Pki.Keys;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Pki.Log;

/// <summary>
/// A copy of a log, checked without trusting whoever keeps it. Only <see cref="CheckAsync"/> makes one.
/// <list type="number">
/// <item>The checkpoint is signed by the authority.</item>
/// <item>Each entry hashes to its place in level 0.</item>
/// <item>Each tile above is the hash of those below it.</item>
/// <item>The whole is the checkpoint's root.</item>
/// <item>An earlier checkpoint is of this tree's beginning.</item>
/// </list>
/// </summary>
public sealed class LogCopy
{
    public static readonly Refusal Incomplete = new("log-copy-incomplete", 422,
        new("ログの写しに欠けているファイルがあります。", "A file of the log is missing in this copy."),
        new("写しを取り直してください。", "Take the copy anew."));

    public static readonly Refusal Altered = new("log-copy-altered", 422,
        new("ログの写しは、署名されたチェックポイントと一致しません。", "The copy of the log is not what its checkpoint was signed for."),
        new("別の場所から写しを取り直し、それでも同じなら認証局の運用者に知らせてください。", "Take a copy from elsewhere. If it is the same there, tell the authority's operator."));

    public static readonly Refusal Rewritten = new("log-rewritten", 422,
        new("以前のチェックポイントは、このログの途中の姿ではありません。ログが書き換えられています。", "The earlier checkpoint is not of this log's beginning: the log was rewritten."),
        new("両方のチェックポイントを証拠として保管し、認証局の運用者に知らせてください。", "Keep both checkpoints as evidence and tell the authority's operator."));

    public static readonly Refusal ReceiptDiffers = new("log-receipt-differs", 422,
        new("受領証の葉はログの中にありません。", "The leaf of a receipt is not in the log."),
        new("受領証とログの組み合わせを確かめてください。", "Check that receipt and log belong together."));

    private readonly Dictionary<(int Level, long Index), byte[]> tiles = [];

    private LogCopy(Checkpoint checkpoint) => Checkpoint = checkpoint;

    public Checkpoint Checkpoint { get; }

    /// <param name="read">The content under a path of the log, such as <c>checkpoint</c>; null when there is none.</param>
    /// <param name="key">Of the issuing authority.</param>
    /// <param name="earlier">A signed note kept from before.</param>
    public static async Task<Outcome<LogCopy>> CheckAsync(Func<string, Task<byte[]?>> read, SubjectKey key, string? earlier = null)
    {
        if (await read("checkpoint") is not { } note)
            return Missing("checkpoint");
        var head = Checkpoint.Read(System.Text.Encoding.UTF8.GetString(note), key); // 1
        if (head.Refusal is { } unsigned)
            return unsigned;
        var copy = new LogCopy(head.Value);
        foreach (var tile in Tile.Of(copy.Checkpoint.Size)) // 2, 3
            if (await copy.TakeAsync(tile, read) is { } refusal)
                return refusal;
        if (copy.Wrong(copy.Checkpoint)) // 4
            return BadFrom(0, copy.Checkpoint.Size);
        if (earlier is null)
            return copy;
        var kept = Checkpoint.Read(earlier, key, copy.Checkpoint.Origin); // 5
        if (kept.Refusal is { } unreadable)
            return unreadable;
        return kept.Value.Size > copy.Checkpoint.Size || copy.Wrong(kept.Value) ? Rewritten : copy;
    }

    /// <summary>Whether the log has this event of a certificate at this place.</summary>
    public bool Holds(LogReceipt receipt) =>
        receipt is { LeafIndex: { } index, CertificateSha256.Length: 32, Salt.Length: 32 } && index >= 0 && index < Checkpoint.Size
        && HashOf(new Subtree(0, index)).AsSpan().SequenceEqual(
            MerkleTree.LeafHash(new LogRecord(receipt.CertificateSha256, receipt.Event, receipt.At, receipt.Salt).Entry));

    private async Task<Refusal?> TakeAsync(Tile tile, Func<string, Task<byte[]?>> read)
    {
        // A copy taken while the log grew may have the tile wider than the checkpoint needs it.
        var content = await read(tile.Path) ?? (tile.Width < Tile.Full ? await read((tile with { Width = Tile.Full }).Path) : null);
        if (content is null)
            return Missing(tile.Path);
        var hashes = tile.Level == Tile.Entries
            ? Tile.Unbundle(content)?.Select(entry => MerkleTree.LeafHash(entry)).ToList()
            : content.Length % MerkleTree.HashBytes == 0 ? [.. content.Chunk(MerkleTree.HashBytes)] : null;
        var span = 1L << (Math.Max(tile.Level, 0) * Tile.Height);
        var first = tile.Index * Tile.Full * span;
        if (hashes is null || hashes.Count < tile.Width)
            return BadFrom(first, first + (tile.Width * span));
        for (var at = 0; at < tile.Width; at++)
            if (tile.Level >= 0 && !hashes[at].AsSpan().SequenceEqual(Expected(tile, at)))
                return BadFrom(first + (at * span), first + ((at + 1) * span));
        tiles[(tile.Level, tile.Index)] = [.. hashes.Take(tile.Width).SelectMany(hash => hash)];
        return null;
    }

    /// <summary>What stands below: the entry for level 0, else the whole tile one level down.</summary>
    private byte[] Expected(Tile tile, int at) => tile.Level == 0
        ? tiles[(Tile.Entries, tile.Index)][(at * MerkleTree.HashBytes)..((at + 1) * MerkleTree.HashBytes)]
        : MerkleTree.Fold(tiles[(tile.Level - 1, (tile.Index * Tile.Full) + at)]);

    private bool Wrong(Checkpoint checkpoint) => !MerkleTree.HashOf(0, checkpoint.Size, HashOf).AsSpan().SequenceEqual(checkpoint.Root);

    private byte[] HashOf(Subtree subtree)
    {
        var tile = Tile.Holding(subtree, Checkpoint.Size);
        return Tile.HashIn(tiles[(tile.Level, tile.Index)], subtree);
    }

    private static Refusal Missing(string path) => Incomplete with { Detail = new(path, path) };

    private static Refusal BadFrom(long first, long end) => Altered with
    {
        Detail = end - first == 1
            ? new($"最初に合わない葉は {first} です。", $"The first bad leaf is {first}.")
            : new($"最初に合わない葉は {first} から {end - 1} の間にあります。", $"The first bad leaf is between {first} and {end - 1}."),
    };
}
