using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Warifu.Pki.Log;

/// <summary>A perfect subtree: the leaves from <c>Index · 2^Level</c> on, <c>2^Level</c> of them.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Subtree(int Level, long Index);

/// <summary>Hashes of RFC 6962, 2.1. The first octet tells leaves from nodes, so that neither can be passed off as the other.</summary>
public static class MerkleTree
{
    public const int HashBytes = 32;

    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    /// <summary>The root of a log without leaves.</summary>
    public static byte[] EmptyRoot => SHA256.HashData([]);

    public static byte[] LeafHash(ReadOnlySpan<byte> entry) => SHA256.HashData([LeafPrefix, .. entry]);

    public static byte[] NodeHash(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => SHA256.HashData([NodePrefix, .. left, .. right]);

    /// <summary>
    /// The perfect subtrees that cover leaves <paramref name="begin"/> to before <paramref name="end"/>, from the left. It holds for
    /// the ranges RFC 6962 hashes: those that begin where a subtree of their size may.
    /// </summary>
    public static IReadOnlyList<Subtree> Cover(long begin, long end)
    {
        var cover = new List<Subtree>();
        while (begin < end)
        {
            var level = BitOperations.Log2((ulong)(end - begin));
            cover.Add(new Subtree(level, begin >> level));
            begin += 1L << level;
        }
        return cover;
    }

    /// <summary>The hash of a range from those of its <see cref="Cover"/>.</summary>
    public static byte[] HashOf(long begin, long end, Func<Subtree, byte[]> hash)
    {
        if (begin == end)
            return EmptyRoot;
        var cover = Cover(begin, end);
        var result = hash(cover[^1]);
        for (var at = cover.Count - 2; at >= 0; at--)
            result = NodeHash(hash(cover[at]), result);
        return result;
    }

    /// <summary>The hash of a perfect subtree from the hashes below it; their count is a power of two.</summary>
    internal static byte[] Fold(ReadOnlySpan<byte> hashes)
    {
        if (hashes.Length == HashBytes)
            return hashes.ToArray();
        var half = hashes.Length / 2;
        return NodeHash(Fold(hashes[..half]), Fold(hashes[half..]));
    }

    /// <summary>The largest power of two below <paramref name="size"/>, where RFC 6962 divides a tree.</summary>
    internal static long SplitOf(long size) => 1L << BitOperations.Log2((ulong)(size - 1));
}
