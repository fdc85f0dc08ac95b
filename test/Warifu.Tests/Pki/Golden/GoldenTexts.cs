using System.Text;
using Warifu.Pki.Revocations;
using Warifu.Pki.Status;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Pki.Golden;

/// <summary>The decoded form of what we make stands beside this file; <c>GOLDEN=write</c> accepts a new one.</summary>
public sealed class GoldenTexts : IDisposable
{
    private readonly TestAuthorities authorities = new();

    public void Dispose() => authorities.Dispose();

    [Fact]
    public void The_client_certificate_reads_as_before() => Compare("client-certificate.txt", DerText.Of(authorities.Client().Der));

    [Fact]
    public void The_revocation_list_reads_as_before()
    {
        var list = new RevocationList(authorities.Issuer, 7, TestAuthorities.Now, TestAuthorities.Now.AddHours(24),
        [
            new RevokedEntry(TestAuthorities.ClientSerial, TestAuthorities.Born, RevocationReason.KeyCompromise),
            new RevokedEntry(new SerialNumber("10ff10ff10ff10ff10ff"), TestAuthorities.Now, RevocationReason.Unspecified),
        ]);
        Compare("revocation-list.txt", DerText.Of(list.Sign(authorities.IssuingKey)));
    }

    [Fact]
    public void A_shard_of_the_revocation_list_reads_as_before()
    {
        var list = new RevocationList(authorities.Issuer, 7, TestAuthorities.Now, TestAuthorities.Now.AddHours(24),
            [new RevokedEntry(TestAuthorities.ClientSerial, new DateTimeOffset(2050, 1, 2, 3, 4, 5, TimeSpan.Zero), RevocationReason.CertificateHold)])
        {
            Shard = new Uri("http://ca.example/issuing/e.crl"),
        };
        Compare("revocation-list-shard.txt", DerText.Of(list.Sign(authorities.IssuingKey)));
    }

    [Fact]
    public void The_responders_certificate_reads_as_before()
    {
        using var responder = authorities.Responder();
        Compare("responder-certificate.txt", DerText.Of(responder.Certificate.Der));
    }

    [Fact]
    public void The_status_response_reads_as_before()
    {
        using var responder = authorities.Responder();
        StatusAnswer Answer(string serial, CertificateStatus status) => new(
            CertificateId.Of(authorities.Issuer, new SerialNumber(serial)), status, TestAuthorities.Now, TestAuthorities.Now.AddHours(24));
        var response = new OcspResponse(
        [
            Answer("10ff10ff10ff10ff10f1", CertificateStatus.Good),
            Answer("10ff10ff10ff10ff10f2", CertificateStatus.Revoked(TestAuthorities.Born, RevocationReason.KeyCompromise)),
            Answer("10ff10ff10ff10ff10f3", CertificateStatus.Revoked(TestAuthorities.Born, RevocationReason.Unspecified)),
            Answer("10ff10ff10ff10ff10f4", CertificateStatus.Unknown),
        ], TestAuthorities.Now, new byte[] { 0xca, 0xfe, 0xca, 0xfe });
        var text = DerText.Of(response.Sign(responder));
        // The responder's certificate has a golden text of its own, and stands last.
        Compare("status-response.txt", text[..text.IndexOf("<made with the key>", StringComparison.Ordinal)]);
    }

    private static void Compare(string name, string text) =>
        Samples.Golden.Same($"test/Warifu.Tests/Pki/Golden/{name}", Encoding.UTF8.GetBytes(text));
}
