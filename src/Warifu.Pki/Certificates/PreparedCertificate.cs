using System.Formats.Asn1;
using Warifu.Pki.Keys;
using Warifu.Pki.Profiles;
using Warifu.Wire;

namespace Warifu.Pki.Certificates;

/// <summary>
/// A to-be-signed certificate that passed every lint: the only thing <see cref="Sign"/> takes, made only by <see cref="Prepare"/>
/// and <see cref="Resume"/>, good for one signature.
/// </summary>
public sealed class PreparedCertificate
{
    private readonly ToBeSigned body;
    private readonly SubjectKey issuerKey;
    private int signed;

    private PreparedCertificate(ToBeSigned body, SubjectKey issuerKey) => (this.body, this.issuerKey) = (body, issuerKey);

    public SerialNumber Serial => SerialNumber.FromBytes(body.Serial.Span);

    public DateTimeOffset NotBefore => body.NotBefore;

    public DateTimeOffset NotAfter => body.NotAfter;

    /// <summary>The TBSCertificate, to be stored with the intent before it is signed.</summary>
    public ReadOnlyMemory<byte> ToBeSigned => body.Der;

    /// <summary>Builds and lints, with everything wrong in the refusal's detail.</summary>
    public static Outcome<PreparedCertificate> Prepare(CertificateDraft draft, Issuer issuer) =>
        Resume(Certificates.ToBeSigned.Write(draft, issuer), draft.Profile, issuer);

    /// <summary>Takes up an intent stored earlier: the same octets, linted again.</summary>
    public static Outcome<PreparedCertificate> Resume(ReadOnlyMemory<byte> toBeSigned, Profile profile, Issuer issuer)
    {
        var findings = Examine(toBeSigned, profile, issuer, out var body);
        if (body is null || findings.Count > 0)
            return CertificateRefusals.AgainstProfile.With(findings);
        return new PreparedCertificate(body, issuer.Key);
    }

    /// <summary>Signs once.</summary>
    /// <returns>The certificate, its signature checked.</returns>
    /// <exception cref="InvalidOperationException">Signed before, a key that is not the issuer's, or a signature that does not verify.</exception>
    public Certificate Sign(IssuerKey key)
    {
        if (!key.Public.Info.Span.SequenceEqual(issuerKey.Info.Span))
            throw new InvalidOperationException("This certificate was prepared for another issuer's key.");
        if (Interlocked.Exchange(ref signed, 1) != 0)
            throw new InvalidOperationException("A prepared certificate is signed once.");
        var certificate = Certificate.Read(SignedValue.Write(body.Der, key)).Value;
        if (certificate.Body.Algorithm != key.Algorithm || !key.Verifies(certificate.Body.Der.Span, certificate.Signature.Span))
            throw new InvalidOperationException("The key made a signature that does not verify.");
        return certificate;
    }

    internal static IReadOnlyList<Finding> Examine(ReadOnlyMemory<byte> toBeSigned, Profile profile, Issuer issuer, out ToBeSigned? body)
    {
        try
        {
            body = Certificates.ToBeSigned.Read(toBeSigned);
        }
        catch (AsnContentException)
        {
            body = null;
            return [new Finding("certificate-malformed", new("証明書の内容が正しいDERではありません。", "The certificate's content is not a sound TBSCertificate in DER."))];
        }

        return Findings.Of(Lints.All, new Exhibit(body, profile, issuer));
    }
}
