using System.Formats.Asn1;
using Warifu.Pki.Der;
using Warifu.Pki.Keys;

namespace Warifu.Pki.Certificates;

/// <summary>A TBSCertificate taken apart (RFC 5280, 4.1.2), nothing about it decided yet.</summary>
/// <param name="Serial">Content octets of the INTEGER.</param>
/// <param name="Algorithm">Null for a signature algorithm that is none of ours.</param>
/// <param name="Issuer">DER of the Name.</param>
/// <param name="Subject">DER of the Name.</param>
internal sealed record ToBeSigned(
    ReadOnlyMemory<byte> Der,
    ReadOnlyMemory<byte> Serial,
    SignatureAlgorithm? Algorithm,
    ReadOnlyMemory<byte> Issuer,
    DateTimeOffset NotBefore,
    DateTimeOffset NotAfter,
    ReadOnlyMemory<byte> Subject,
    SubjectKey Key,
    ExtensionValues Extensions)
{
    /// <summary>v3: extensions exist from this version on.</summary>
    private const int Version3 = 2;

    private static readonly Asn1Tag ExtensionsTag = new(TagClass.ContextSpecific, 3, isConstructed: true);

    /// <exception cref="AsnContentException">Not one version 3 TBSCertificate in DER, without unique identifiers.</exception>
    public static ToBeSigned Read(ReadOnlyMemory<byte> der)
    {
        StrictDer.Walk(der);
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        var body = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var versions = body.ReadSequence(Certificates.Extensions.Outer0);
        if (!versions.TryReadInt32(out var version) || version != Version3)
            throw new AsnContentException("A certificate of this profile has version 3.");
        versions.ThrowIfNotEmpty();
        var serial = body.ReadIntegerBytes();
        var algorithm = SignatureAlgorithm.Read(body);
        var issuer = body.ReadEncodedValue();
        var validity = body.ReadSequence();
        var (notBefore, notAfter) = (validity.ReadTime(), validity.ReadTime());
        validity.ThrowIfNotEmpty();
        var subject = body.ReadEncodedValue();
        var key = SubjectKey.Read(body.ReadEncodedValue());

        var extensions = new List<Extension>();
        if (body.HasData)
        {
            var wrapper = body.ReadSequence(ExtensionsTag);
            var list = wrapper.ReadSequence();
            wrapper.ThrowIfNotEmpty();
            while (list.HasData)
                extensions.Add(Extension.Read(list));
        }

        body.ThrowIfNotEmpty();
        return new ToBeSigned(der, serial, algorithm, issuer, notBefore, notAfter, subject, key, new ExtensionValues(extensions));
    }

    /// <summary>Writes the certificate a draft asks for under an issuer.</summary>
    public static byte[] Write(CertificateDraft draft, Issuer issuer)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Certificates.Extensions.Outer0))
                writer.WriteInteger(Version3);
            writer.WriteInteger(draft.Serial.ToBytes());
            issuer.Algorithm.Write(writer);
            writer.WriteEncodedValue(issuer.Name.Span);
            using (writer.PushSequence())
            {
                writer.WriteTime(draft.NotBefore.WholeSecond());
                writer.WriteTime(draft.NotAfter.WholeSecond());
            }

            writer.WriteEncodedValue(draft.Subject.Encode());
            writer.WriteEncodedValue(draft.Key.Info.Span);
            using (writer.PushSequence(ExtensionsTag))
            using (writer.PushSequence())
            {
                foreach (var extension in ExtensionsOf(draft, issuer))
                    extension.Write(writer);
            }
        }

        return writer.Encode();
    }

    private static IEnumerable<Extension> ExtensionsOf(CertificateDraft draft, Issuer issuer)
    {
        var profile = draft.Profile;
        yield return Certificates.Extensions.AuthorityKeyIdentifier(issuer.Key.Identifier);
        yield return Certificates.Extensions.SubjectKeyIdentifier(draft.Key.Identifier);
        yield return Certificates.Extensions.KeyUsage(profile.KeyUsage);
        if (profile.PathLength is { } pathLength)
            yield return Certificates.Extensions.BasicConstraints(pathLength);
        if (profile.Purposes.Count > 0)
            yield return Certificates.Extensions.ExtendedKeyUsage(profile.Purposes);
        if (profile.AnswersStatus)
            yield return Certificates.Extensions.OcspNoCheck();
        if (!draft.Hosts.IsEmpty)
            yield return Certificates.Extensions.SubjectAlternativeName(draft.Hosts);
        if (profile.PointsToIssuer && issuer.Addresses is { } addresses)
        {
            yield return Certificates.Extensions.CrlDistributionPoint(addresses.CrlOf(draft.Serial));
            yield return Certificates.Extensions.AuthorityInformationAccess(addresses.Ocsp, addresses.Certificate);
        }
    }
}
