using System.Security.Cryptography;
using System.Text;
using Warifu.Pki.Keys;
using Warifu.Pki.Log;

namespace Warifu.Tests.Pki.Log;

public sealed class CheckpointTests : IDisposable
{
    private static readonly Checkpoint Sample = new(TestLog.Origin, 70_000, TestLog.Entry(7));

    private readonly IssuerKey key = IssuerKey.Generate(KeyKind.P256);

    public void Dispose() => key.Dispose();

    [Fact]
    public void The_checkpoint_reads_as_before()
    {
        var note = Sample.Sign(key);

        // What depends on the key is masked.
        var signature = note[(note.LastIndexOf(' ') + 1)..].TrimEnd();
        Samples.Golden.Same("test/Warifu.Tests/Pki/Log/checkpoint.txt", Encoding.UTF8.GetBytes(note.Replace(signature, "<signature>", StringComparison.Ordinal)));
        Assert.Equal(SHA256.HashData(key.Public.Info.Span)[..4], Convert.FromBase64String(signature)[..4]);
    }

    [Theory]
    [InlineData(KeyKind.P256)]
    [InlineData(KeyKind.P384)]
    public void What_an_authority_signed_is_read_by_its_key_and_by_no_other(KeyKind kind)
    {
        using var own = IssuerKey.Generate(kind);
        var note = Sample.Sign(own);

        var read = Checkpoint.Read(note, own.Public, TestLog.Origin).Value;

        Assert.Equal((Sample.Origin, Sample.Size), (read.Origin, read.Size));
        Assert.Equal(Sample.Root, read.Root);
        Assert.Equal(Checkpoint.Unsound, Checkpoint.Read(note, key.Public).Refusal);
        Assert.Equal(Checkpoint.Unsound, Checkpoint.Read(note, own.Public, "ca.example/logs/other").Refusal);
    }

    [Fact]
    public void Any_bit_flipped_is_found()
    {
        var note = Encoding.UTF8.GetBytes(Sample.Sign(key));
        for (var bit = 0; bit < note.Length * 8; bit++)
        {
            var flipped = (byte[])note.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(Checkpoint.Unsound, Checkpoint.Read(Encoding.UTF8.GetString(flipped), key.Public).Refusal);
        }
    }

    [Fact]
    public void Signatures_of_others_stand_beside_ours_and_alone_prove_nothing()
    {
        using var witness = IssuerKey.Generate(KeyKind.P256);
        var ours = Sample.Sign(key);
        var theirs = Sample.Sign(witness);
        var both = ours + theirs[theirs.LastIndexOf("— ", StringComparison.Ordinal)..];

        Assert.Null(Checkpoint.Read(both, key.Public).Refusal);
        Assert.Null(Checkpoint.Read(both, witness.Public).Refusal);
        Assert.Equal(Checkpoint.Unsound, Checkpoint.Read(theirs, key.Public).Refusal);
        Assert.Equal(Checkpoint.Unsound, Checkpoint.Read(Sample.Text + "\n", key.Public).Refusal);
    }

    [Fact]
    public async Task Openssl_verifies_the_signature_over_the_text()
    {
        using var openssl = Judge.Call("openssl");
        var note = Sample.Sign(key);
        var signature = Convert.FromBase64String(note[(note.LastIndexOf(' ') + 1)..].TrimEnd());
        openssl.Lay("key.pem", Judge.Pem("PUBLIC KEY", key.Public.Info.Span));
        openssl.Lay("text", note[..(note.IndexOf("\n\n", StringComparison.Ordinal) + 1)]);
        openssl.Lay("signature", signature.AsSpan(4));

        var (code, words) = await openssl.Ask("dgst", "-sha256", "-verify", "key.pem", "-signature", "signature", "text");

        Assert.Equal((0, "Verified OK"), (code, words.Trim()));
    }
}
