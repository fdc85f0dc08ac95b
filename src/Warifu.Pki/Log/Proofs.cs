namespace Warifu.Pki.Log;

/// <summary>That a leaf is in the tree, and that one tree is the beginning of another (RFC 6962, 2.1.1 and 2.1.2).</summary>
public static class Proofs
{
    /// <summary>No proof is longer: a tree of 2^62 leaves.</summary>
    private const int LongestProof = 63;

    /// <summary>The ranges whose hashes prove that leaf <paramref name="index"/> is in a tree, in the order of the proof.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such leaf.</exception>
    public static IReadOnlyList<(long Begin, long End)> InclusionRanges(long index, long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, size);
        var path = new List<(long, long)>();
        var (begin, end) = (0L, size);
        while (end - begin > 1)
        {
            var middle = begin + MerkleTree.SplitOf(end - begin);
            path.Add(index < middle ? (middle, end) : (begin, middle));
            (begin, end) = index < middle ? (begin, middle) : (middle, end);
        }
        path.Reverse();
        return path;
    }

    /// <summary>The ranges whose hashes prove that the tree of <paramref name="from"/> leaves begins the tree of <paramref name="to"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 0 &lt; from ≤ to.</exception>
    public static IReadOnlyList<(long Begin, long End)> ConsistencyRanges(long from, long to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(from, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, to);
        var path = new List<(long, long)>();
        var (begin, end, known) = (0L, to, true);
        while (from < end)
        {
            var middle = begin + MerkleTree.SplitOf(end - begin);
            if (from <= middle)
            {
                path.Add((middle, end));
                end = middle;
            }
            else
            {
                path.Add((begin, middle));
                (begin, known) = (middle, false);
            }
        }
        // What both trees share whole is named unless it is the first tree itself, which the reader has.
        if (!known)
            path.Add((begin, end));
        path.Reverse();
        return path;
    }

    /// <summary>Makes either proof from its ranges.</summary>
    public static IReadOnlyList<byte[]> Make(IReadOnlyList<(long Begin, long End)> ranges, Func<Subtree, byte[]> hash) =>
        [.. ranges.Select(range => MerkleTree.HashOf(range.Begin, range.End, hash))];

    /// <summary>Whether the leaf stands at this place of the tree with this root.</summary>
    public static bool Includes(ReadOnlySpan<byte> root, long size, long index, ReadOnlySpan<byte> leafHash, IReadOnlyList<byte[]> proof)
    {
        if (index < 0 || index >= size || !IsSound(proof))
            return false;
        var (at, last, hash) = (index, size - 1, leafHash.ToArray());
        foreach (var beside in proof)
        {
            if (last == 0)
                return false;
            if ((at & 1) == 1 || at == last)
            {
                hash = MerkleTree.NodeHash(beside, hash);
                while ((at & 1) == 0 && at != 0)
                    (at, last) = (at >> 1, last >> 1);
            }
            else
                hash = MerkleTree.NodeHash(hash, beside);
            (at, last) = (at >> 1, last >> 1);
        }
        return last == 0 && root.SequenceEqual(hash);
    }

    /// <summary>Whether the earlier tree is the beginning of the later one.</summary>
    public static bool AreConsistent(
        long from, ReadOnlySpan<byte> fromRoot, long to, ReadOnlySpan<byte> toRoot, IReadOnlyList<byte[]> proof)
    {
        if (from < 0 || from > to || !IsSound(proof))
            return false;
        if (from == 0)
            return proof.Count == 0 && fromRoot.SequenceEqual(MerkleTree.EmptyRoot);
        if (from == to)
            return proof.Count == 0 && fromRoot.SequenceEqual(toRoot);
        var isPerfect = (from & (from - 1)) == 0;
        if (proof.Count == 0)
            return false;
        var (at, last) = (from - 1, to - 1);
        while ((at & 1) == 1)
            (at, last) = (at >> 1, last >> 1);
        var first = isPerfect ? fromRoot.ToArray() : proof[0];
        var (earlier, later) = (first, first);
        foreach (var beside in isPerfect ? proof : proof.Skip(1))
        {
            if (last == 0)
                return false;
            if ((at & 1) == 1 || at == last)
            {
                earlier = MerkleTree.NodeHash(beside, earlier);
                later = MerkleTree.NodeHash(beside, later);
                while ((at & 1) == 0 && at != 0)
                    (at, last) = (at >> 1, last >> 1);
            }
            else
                later = MerkleTree.NodeHash(later, beside);
            (at, last) = (at >> 1, last >> 1);
        }
        return last == 0 && fromRoot.SequenceEqual(earlier) && toRoot.SequenceEqual(later);
    }

    private static bool IsSound(IReadOnlyList<byte[]> proof) =>
        proof.Count <= LongestProof && proof.All(hash => hash.Length == MerkleTree.HashBytes);
}
