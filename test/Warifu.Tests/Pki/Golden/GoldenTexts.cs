using System.Text;
using Warifu.Pki.Revocations;
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

    private static void Compare(string name, string text) =>
        Samples.Golden.Same($"test/Warifu.Tests/Pki/Golden/{name}", Encoding.UTF8.GetBytes(text));
}
