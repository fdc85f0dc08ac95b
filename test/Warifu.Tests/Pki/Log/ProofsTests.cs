using FsCheck;
using FsCheck.Fluent;
using Warifu.Pki.Log;

namespace Warifu.Tests.Pki.Log;

public sealed class ProofsTests
{
    /// <summary>The entries other implementations of RFC 6962 test with, and the root they get.</summary>
    [Fact]
    public void The_known_tree_has_the_known_root()
    {
        byte[][] entries = [.. new[] { "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f" }.Select(Convert.FromHexString)];

        var tree = new TreeGrowth(0, []);
        tree.Append(entries);

        Assert.Equal("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328", Convert.ToHexStringLower(tree.Root));
        Assert.Equal(tree.Root, PlainTree.Root(entries));
        Assert.Equal("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", Convert.ToHexStringLower(MerkleTree.EmptyRoot));
    }

    [Fact]
    public void Every_proof_of_every_small_tree_is_the_standards_and_holds()
    {
        using var log = new TestLog();
        for (var size = 1; size <= 40; size++)
        {
            log.Append(1);
            Assert.Equal(PlainTree.Root(log.Entries), log.Root);
            for (var index = 0; index < size; index++)
            {
                var proof = Proofs.Make(Proofs.InclusionRanges(index, size), log.HashOf);
                Assert.Equal(PlainTree.Path(index, log.Entries), proof);
                Assert.True(Proofs.Includes(log.Root, size, index, MerkleTree.LeafHash(log.Entries[index]), proof));
            }
            for (var from = 1; from <= size; from++)
            {
                var proof = Proofs.Make(Proofs.ConsistencyRanges(from, size), log.HashOf);
                Assert.Equal(PlainTree.Proof(from, log.Entries), proof);
                Assert.True(Proofs.AreConsistent(from, PlainTree.Root([.. log.Entries.Take(from)]), size, log.Root, proof));
            }
        }
    }

    [Fact]
    public void Whatever_the_batches_proofs_hold_across_tiles() => Check.QuickThrowOnFailure(Prop.ForAll(
        Gen.Choose(1, 400).ListOf(4).ToArbitrary(), Gen.Choose(0, int.MaxValue).Two().ToArbitrary(), (batches, picks) =>
        {
            using var log = new TestLog();
            foreach (var batch in batches)
                log.Append(batch);
            var size = log.Entries.Count;
            var (index, from) = (picks.Item1 % size, (picks.Item2 % size) + 1);
            Assert.Equal(PlainTree.Root(log.Entries), log.Root);
            Assert.True(Proofs.Includes(
                log.Root, size, index, MerkleTree.LeafHash(log.Entries[index]), Proofs.Make(Proofs.InclusionRanges(index, size), log.HashOf)));
            Assert.True(Proofs.AreConsistent(
                from, PlainTree.Root([.. log.Entries.Take(from)]), size, log.Root, Proofs.Make(Proofs.ConsistencyRanges(from, size), log.HashOf)));
        }));

    [Fact]
    public void A_proof_with_any_bit_flipped_or_for_another_place_does_not_hold()
    {
        using var log = new TestLog();
        log.Append(300);
        var leaf = MerkleTree.LeafHash(log.Entries[77]);
        var inclusion = Proofs.Make(Proofs.InclusionRanges(77, 300), log.HashOf);
        var early = PlainTree.Root([.. log.Entries.Take(77)]);
        var consistency = Proofs.Make(Proofs.ConsistencyRanges(77, 300), log.HashOf);

        Assert.False(Proofs.Includes(log.Root, 300, 78, leaf, inclusion));
        Assert.False(Proofs.Includes(log.Root, 299, 77, leaf, [.. inclusion.Skip(1)]));
        Assert.False(Proofs.Includes(log.Root, 300, 300, leaf, inclusion));
        Assert.False(Proofs.AreConsistent(76, early, 300, log.Root, consistency));
        Assert.False(Proofs.AreConsistent(77, early, 300, log.Root, []));
        Assert.False(Proofs.AreConsistent(300, early, 300, log.Root, []));
        for (var bit = 0; bit < inclusion.Count * 256; bit += 13)
            Assert.False(Proofs.Includes(log.Root, 300, 77, leaf, Flipped(inclusion, bit)));
        for (var bit = 0; bit < consistency.Count * 256; bit += 13)
            Assert.False(Proofs.AreConsistent(77, early, 300, log.Root, Flipped(consistency, bit)));
    }

    private static List<byte[]> Flipped(IReadOnlyList<byte[]> proof, int bit)
    {
        List<byte[]> copy = [.. proof.Select(hash => (byte[])hash.Clone())];
        copy[bit / 256][bit % 256 / 8] ^= (byte)(1 << (bit % 8));
        return copy;
    }
}
