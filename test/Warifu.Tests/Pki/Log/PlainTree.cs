using System.Security.Cryptography;

namespace Warifu.Tests.Pki.Log;

/// <summary>RFC 6962, 2.1, word by word and without regard for cost: the measure for the real one.</summary>
internal static class PlainTree
{
    public static byte[] Root(IReadOnlyList<byte[]> entries) => entries.Count switch
    {
        0 => SHA256.HashData([]),
        1 => SHA256.HashData([0, .. entries[0]]),
        _ => Node(Root(Left(entries)), Root(Right(entries))),
    };

    public static IReadOnlyList<byte[]> Path(int index, IReadOnlyList<byte[]> entries)
    {
        if (entries.Count == 1)
            return [];
        var split = Split(entries.Count);
        return index < split
            ? [.. Path(index, Left(entries)), Root(Right(entries))]
            : [.. Path(index - split, Right(entries)), Root(Left(entries))];
    }

    public static IReadOnlyList<byte[]> Proof(int from, IReadOnlyList<byte[]> entries) => Subproof(from, entries, known: true);

    private static IReadOnlyList<byte[]> Subproof(int from, IReadOnlyList<byte[]> entries, bool known)
    {
        if (from == entries.Count)
            return known ? [] : [Root(entries)];
        var split = Split(entries.Count);
        return from <= split
            ? [.. Subproof(from, Left(entries), known), Root(Right(entries))]
            : [.. Subproof(from - split, Right(entries), known: false), Root(Left(entries))];
    }

    private static byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);

    private static List<byte[]> Left(IReadOnlyList<byte[]> entries) => [.. entries.Take(Split(entries.Count))];

    private static List<byte[]> Right(IReadOnlyList<byte[]> entries) => [.. entries.Skip(Split(entries.Count))];

    private static int Split(int count)
    {
        var split = 1;
        while (split * 2 < count)
            split *= 2;
        return split;
    }
}
