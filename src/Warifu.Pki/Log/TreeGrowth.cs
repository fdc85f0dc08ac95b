namespace Warifu.Pki.Log;

/// <summary>
/// A tree that grows at its right edge. It is given the tiles there that are not full, takes entries, and tells which tiles
/// changed and what the root is; nothing further to the left is needed.
/// </summary>
public sealed class TreeGrowth
{
    private readonly Dictionary<(int Level, long Index), List<byte>> edge = [];

    /// <param name="edgeTiles">Content of the tiles of <see cref="EdgeOf"/>, in that order.</param>
    /// <exception cref="ArgumentException">The tiles are not those of a tree of this size.</exception>
    public TreeGrowth(long size, IReadOnlyList<byte[]> edgeTiles)
    {
        Size = size;
        var places = EdgeOf(size);
        if (places.Count != edgeTiles.Count)
            throw new ArgumentException($"A tree of {size} leaves has {places.Count} tiles at its edge, not {edgeTiles.Count}.", nameof(edgeTiles));
        foreach (var (tile, content) in places.Zip(edgeTiles))
        {
            if (tile.Level >= 0 && content.Length != tile.Width * MerkleTree.HashBytes)
                throw new ArgumentException($"{tile.Path} has {content.Length} octets.", nameof(edgeTiles));
            edge[(tile.Level, tile.Index)] = [.. content];
        }
    }

    public long Size { get; private set; }

    public byte[] Root => MerkleTree.HashOf(0, Size, subtree =>
    {
        var tile = Tile.Holding(subtree, Size);
        return Tile.HashIn(edge[(tile.Level, tile.Index)].ToArray(), subtree);
    });

    /// <summary>The tiles of a tree that are not full.</summary>
    public static IReadOnlyList<Tile> EdgeOf(long size)
    {
        var tiles = new List<Tile>();
        for (var level = Tile.Entries; level <= Tile.HighestLevel; level++)
            if (size >> (Math.Max(level, 0) * Tile.Height) is var has && has % Tile.Full != 0)
                tiles.Add(new Tile(level, has / Tile.Full, (int)(has % Tile.Full)));
        return tiles;
    }

    /// <returns>The tiles that changed, with their new content.</returns>
    public IReadOnlyList<(Tile Tile, byte[] Content)> Append(IReadOnlyList<byte[]> entries)
    {
        var before = Size;
        foreach (var entry in entries)
        {
            Put(Tile.Entries, Size, Tile.Bundle([entry]));
            Put(0, Size, MerkleTree.LeafHash(entry));
            Size++;
        }
        return [.. Tile.Between(before, Size).Select(tile => (tile, edge[(tile.Level, tile.Index)].ToArray()))];
    }

    private void Put(int level, long at, byte[] content)
    {
        var place = (level, at / Tile.Full);
        if (!edge.TryGetValue(place, out var tile))
            edge[place] = tile = [];
        tile.AddRange(content);
        if (level >= 0 && at % Tile.Full == Tile.Full - 1)
            Put(level + 1, at / Tile.Full, MerkleTree.Fold(tile.ToArray()));
    }
}
