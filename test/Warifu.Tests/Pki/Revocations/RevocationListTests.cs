using System.Security.Cryptography.X509Certificates;
using Warifu.Pki.Certificates;
using Warifu.Pki.Revocations;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Pki.Revocations;

public sealed class RevocationListTests : IDisposable
{
    private readonly TestAuthorities authorities = new();

    public void Dispose() => authorities.Dispose();

    [Fact]
    public void Another_authoritys_key_does_not_sign() =>
        Assert.Throws<InvalidOperationException>(() => List(1).Sign(authorities.RootKey));

    [Fact]
    public void A_number_below_one_is_a_bug() => Assert.Throws<InvalidOperationException>(() => List(0).Sign(authorities.IssuingKey));

    [Fact]
    public void A_certificate_twice_is_a_bug()
    {
        var entry = new RevokedEntry(TestAuthorities.ClientSerial, TestAuthorities.Now, RevocationReason.Superseded);

        Assert.Throws<InvalidOperationException>(() => List(1, entry, entry).Sign(authorities.IssuingKey));
    }

    [Fact]
    public void The_platform_reads_number_and_entries()
    {
        var entry = new RevokedEntry(TestAuthorities.ClientSerial, TestAuthorities.Now, RevocationReason.Superseded);

        var builder = CertificateRevocationListBuilder.Load(List(1234, entry).Sign(authorities.IssuingKey), out var number);

        Assert.Equal(1234, number);
        Assert.True(builder.RemoveEntry(entry.Serial.ToBytes()));
    }

    [Fact]
    public async Task Openssl_verifies_and_reads_the_list()
    {
        using var judge = Judge.Call("openssl");
        judge.Lay("issuing.pem", Judge.Pem("CERTIFICATE", authorities.Issuing.Der.Span));
        judge.Lay("list.crl", List(255,
            new RevokedEntry(TestAuthorities.ClientSerial, TestAuthorities.Now, RevocationReason.KeyCompromise),
            new RevokedEntry(SerialNumbers.New(), TestAuthorities.Now, RevocationReason.CertificateHold),
            new RevokedEntry(SerialNumbers.New(), TestAuthorities.Now, RevocationReason.Unspecified)).Sign(authorities.IssuingKey));

        var (code, words) = await judge.Ask("crl", "-inform", "DER", "-in", "list.crl", "-CAfile", "issuing.pem", "-noout", "-text");

        Assert.Equal(0, code);
        Assert.Contains("verify OK", words, StringComparison.Ordinal);
        Assert.Contains(TestAuthorities.ClientSerial.Hex.ToUpperInvariant(), words, StringComparison.Ordinal);
        Assert.Contains("Key Compromise", words, StringComparison.Ordinal);
        Assert.Contains("Certificate Hold", words, StringComparison.Ordinal);
        Assert.Contains("X509v3 CRL Number: \n                255", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certtool_reads_the_empty_list()
    {
        using var judge = Judge.Call("certtool");
        judge.Lay("list.crl", List(1).Sign(authorities.IssuingKey));

        var (code, words) = await judge.Ask("--crl-info", "--inder", "--infile", "list.crl");

        Assert.True(code == 0, words);
        Assert.Contains("No revoked certificates", words, StringComparison.Ordinal);
    }

    private RevocationList List(long number, params RevokedEntry[] entries) =>
        new(authorities.Issuer, number, TestAuthorities.Now, TestAuthorities.Now.AddDays(1), entries);
}
