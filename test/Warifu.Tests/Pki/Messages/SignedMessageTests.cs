using System.Security.Cryptography;
using Warifu.Pki.Certificates;
using Warifu.Pki.Messages;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Tests.Bank;

namespace Warifu.Tests.Pki.Messages;

public sealed class SignedMessageTests : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly Certificate signer;
    private readonly byte[] message;

    public SignedMessageTests()
    {
        using var authority = new TestAuthority();
        signer = authority.Issue(SigningRequest.Make(key, Subject.Empty), "minato01", "MINATO", TestAuthorities.Born, days: 30);
        message = SignedMessage.Encode("written by minato01"u8, [(signer, key)], [], TestAuthorities.Born);
    }

    public void Dispose() => key.Dispose();

    [Fact]
    public void It_tells_what_was_written_and_who_signed_it()
    {
        var (content, signers) = SignedMessage.Read(message)!.Value;
        Assert.Equal("written by minato01"u8, content);
        Assert.Equal(signer.Sha256, Assert.Single(signers).Sha256);
    }

    [Fact]
    public void Any_octet_that_is_changed_or_cut_off_takes_its_force()
    {
        for (var place = 0; place < message.Length; place++)
        {
            byte[] altered = [.. message];
            altered[place] ^= 1;
            // What stays readable names a signer whose certificate is another one, or says the same: the algorithm's name is not judged twice.
            if (SignedMessage.Read(altered) is var (content, signers))
                Assert.True(content.AsSpan().SequenceEqual("written by minato01"u8) && signers.All(one => one.Key.Sha256.AsSpan().SequenceEqual(signer.Key.Sha256)), $"octet {place}");
            Assert.Null(SignedMessage.Read(message.AsMemory(0, place)));
        }
    }

    [Fact]
    public void A_signature_of_another_key_in_the_name_of_a_certificate_is_none()
    {
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Null(SignedMessage.Read(SignedMessage.Encode("written by minato01"u8, [(signer, other)], [], TestAuthorities.Born)));
        Assert.Null(SignedMessage.Read(SignedMessage.Encode("written by minato01"u8, [(signer, key), (signer, other)], [], TestAuthorities.Born)));
        Assert.Null(SignedMessage.Read(SignedMessage.Encode("written by minato01"u8, [], [signer.Der.ToArray()], TestAuthorities.Born)));
    }
}
