using Warifu.Pki.Keys;
using Warifu.Pki.Status;

namespace Warifu.Tests.Pki.Status;

public sealed class OcspResponseTests : IDisposable
{
    private readonly TestAuthorities authorities = new();

    public void Dispose() => authorities.Dispose();

    [Fact]
    public void Errors_are_the_five_octets_of_their_number()
    {
        Assert.Equal([0x30, 3, 10, 1, 1], OcspResponse.Malformed.ToArray());
        Assert.Equal([0x30, 3, 10, 1, 3], OcspResponse.TryLater.ToArray());
        Assert.Equal([0x30, 3, 10, 1, 6], OcspResponse.Unauthorized.ToArray());
    }

    [Fact]
    public void A_certificate_for_anything_else_makes_no_responder()
    {
        using var client = new IssuerKey(authorities.ClientKey);

        Assert.Throws<ArgumentException>(() => new Responder(authorities.Client(), client));
    }

    [Fact]
    public void Another_key_than_the_certificates_makes_no_responder()
    {
        using var responder = authorities.Responder();
        using var other = IssuerKey.Generate(KeyKind.P256);

        Assert.Throws<ArgumentException>(() => new Responder(responder.Certificate, other));
    }

    [Fact]
    public async Task Certtools_sister_reads_and_verifies_the_response()
    {
        using var judge = Judge.Call("ocsptool");
        using var now = new TestAuthorities(TimeProvider.System.GetUtcNow().AddDays(-1));
        var at = TimeProvider.System.GetUtcNow();
        using var responder = now.Responder(at);
        var answer = new StatusAnswer(CertificateId.Of(now.Issuer, TestAuthorities.ClientSerial), CertificateStatus.Good, at, at.AddHours(1));
        judge.Lay("response.der", new OcspResponse([answer], at).Sign(responder));
        judge.Lay("issuing.pem", Judge.Pem("CERTIFICATE", now.Issuing.Der.Span));

        var (code, words) = await judge.Ask("--verify-response", "--load-response", "response.der", "--load-trust", "issuing.pem");

        Assert.True(code == 0, words);
        Assert.Contains("Verifying OCSP Response: Success", words, StringComparison.Ordinal);
    }
}
