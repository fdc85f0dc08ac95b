using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Warifu.Pki.Log;

/// <summary>
/// The place of a tile (C2SP tlog-tiles): 256 consecutive hashes of one level, or the entries beneath level 0. A level of tiles
/// is eight levels of the tree. The rightmost tile of a level may be narrower.
/// </summary>
/// <param name="Level">0 to 7; <see cref="Entries"/> for the entries.</param>
/// <param name="Width">1 to 256.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Tile(int Level, long Index, int Width)
{
    public const int Full = 256;

    /// <summary>Levels of the tree in one level of tiles.</summary>
    public const int Height = 8;

    /// <summary>The level under which the entries themselves are kept.</summary>
    public const int Entries = -1;

    /// <summary>2^62 leaves fill no eighth level.</summary>
    public const int HighestLevel = 7;

    /// <summary>An entry of ours in its bundle: two octets of length and a hash.</summary>
    public const int EntryOctets = 2 + MerkleTree.HashBytes;

    private const int Group = 1000;

    /// <summary>Such as <c>tile/0/x001/234</c>, <c>tile/1/000.p/7</c>, <c>tile/entries/000</c>.</summary>
    public string Path
    {
        get
        {
            var name = $"{Index % Group:000}";
            for (var rest = Index / Group; rest > 0; rest /= Group)
                name = $"x{rest % Group:000}/{name}";
            return $"tile/{(Level == Entries ? "entries" : $"{Level}")}/{name}{(Width == Full ? "" : $".p/{Width}")}";
        }
    }

    /// <summary>Reads exactly what <see cref="Path"/> writes.</summary>
    /// <returns>Null for any other text.</returns>
    public static Tile? Parse(string path)
    {
        var parts = path.Split('/');
        if (parts.Length is < 3 or > 12 || parts[0] != "tile")
            return null;
        var level = parts[1] == "entries" ? Entries : Number(parts[1]);
        var width = (long)Full;
        var names = parts.AsSpan(2);
        if (names.Length >= 2 && names[^2].EndsWith(".p", StringComparison.Ordinal))
        {
            width = Number(names[^1]);
            names[^2] = names[^2][..^2];
            names = names[..^1];
        }
        long index = 0;
        foreach (var name in names)
        {
            if (index > long.MaxValue / Group / Group)
                return null;
            index = (index * Group) + Math.Max(0, Number(name.TrimStart('x')));
        }
        // Whatever was read too kindly does not come back as it was.
        return level is >= Entries and <= HighestLevel && width is >= 1 and <= Full && new Tile((int)level, index, (int)width) is var tile && tile.Path == path
            ? tile
            : null;
    }

    /// <summary>The tiles of a tree: for each level those that are full and the one that is not, entries first.</summary>
    public static IEnumerable<Tile> Of(long size) => Between(0, size);

    /// <summary>The tiles that a tree has and the same tree had not when it was smaller.</summary>
    public static IEnumerable<Tile> Between(long before, long size)
    {
        for (var level = Entries; level <= HighestLevel; level++)
        {
            var shift = Math.Max(level, 0) * Height;
            var (had, has) = (before >> shift, size >> shift);
            if (had == has)
                continue;
            for (var index = had / Full; index * Full < has; index++)
                yield return new Tile(level, index, (int)Math.Min(Full, has - (index * Full)));
        }
    }

    /// <summary>The tile of a tree in which a subtree's hash is found.</summary>
    public static Tile Holding(Subtree subtree, long size)
    {
        var level = subtree.Level / Height;
        var index = (subtree.Index << (subtree.Level % Height)) / Full;
        return new Tile(level, index, (int)Math.Min(Full, (size >> (level * Height)) - (index * Full)));
    }

    /// <summary>A subtree's hash from the content of the tile that holds it.</summary>
    public static byte[] HashIn(ReadOnlySpan<byte> content, Subtree subtree)
    {
        var width = 1 << (subtree.Level % Height);
        var first = (int)((subtree.Index * width) % Full);
        return MerkleTree.Fold(content.Slice(first * MerkleTree.HashBytes, width * MerkleTree.HashBytes));
    }

    /// <summary>Each entry behind its length in two octets, big-endian.</summary>
    public static byte[] Bundle(IEnumerable<byte[]> entries)
    {
        var bundle = new List<byte>();
        Span<byte> length = stackalloc byte[2];
        foreach (var entry in entries)
        {
            BinaryPrimitives.WriteUInt16BigEndian(length, checked((ushort)entry.Length));
            bundle.AddRange(length);
            bundle.AddRange(entry);
        }
        return [.. bundle];
    }

    /// <returns>Null when the octets are no bundle.</returns>
    public static IReadOnlyList<byte[]>? Unbundle(ReadOnlySpan<byte> bundle)
    {
        var entries = new List<byte[]>();
        while (bundle.Length > 0)
        {
            if (bundle.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(bundle) is var length && bundle.Length < 2 + length)
                return null;
            entries.Add(bundle.Slice(2, length).ToArray());
            bundle = bundle[(2 + length)..];
        }
        return entries;
    }

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -2;
}
