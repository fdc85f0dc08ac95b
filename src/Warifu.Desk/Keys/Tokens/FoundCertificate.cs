using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Desk.Certificates;
using Warifu.Tokens;
using Warifu.Wire;

namespace Warifu.Desk.Keys.Tokens;

/// <summary>A certificate that was in a token before this PC knew of it.</summary>
/// <param name="Id">Of its key in the token (CKA_ID).</param>
/// <param name="Chain">DER of the issuers that are in the token too, the nearest first.</param>
public sealed record FoundCertificate(TokenName Token, byte[] Id, byte[] Der, IReadOnlyList<byte[]> Chain)
{
    public string KeyName => $"key-{Convert.ToHexStringLower(Id)}";

    public string Subject { get; } = Read(Der, certificate => certificate.Subject);

    public DateTime NotAfter { get; } = Read(Der, certificate => certificate.NotAfter.ToUniversalTime());

    /// <summary>Those of persons, with keys that this program can use, which are not on its list. No PIN is needed to see them.</summary>
    public static Outcome<IReadOnlyList<FoundCertificate>> In(DeskFolder folder, TokenName token)
    {
        var read = new OwnToken(token).Read((it, session) => it.Certificates(session, TokenTemplate.Certificates()));
        if (read.Refusal is { } refusal)
            return refusal;
        var listed = HeldCertificate.All(folder);
        var all = read.Value.Select(one => (one.Id, Certificate: Loaded(one.Der))).Where(one => one.Certificate is not null).ToList();
        var together = new X509Certificate2Collection(all.Select(one => one.Certificate!).ToArray());
        return Outcome.Of<IReadOnlyList<FoundCertificate>>(
            [.. from one in all
                let certificate = one.Certificate
                where IsOfPerson(certificate) && !listed.Any(held => held.Der.AsSpan().SequenceEqual(certificate.RawData))
                select new FoundCertificate(token, one.Id, certificate.RawData, [.. ImportCertificate.ChainOf(certificate, together).Select(issuer => issuer.RawData)])]);
    }

    private static bool IsOfPerson(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPublicKey();
        return key?.KeySize is 256 or 384 && !certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);
    }

    private static X509Certificate2? Loaded(byte[] der)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException)
        {
            return null; // Whatever another program put there.
        }
    }

    private static T Read<T>(byte[] der, Func<X509Certificate2, T> what)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return what(certificate);
    }
}
