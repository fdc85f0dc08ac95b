using System.Formats.Asn1;
using Warifu.Pki.Der;
using Warifu.Pki.Profiles;

namespace Warifu.Pki.Certificates;

/// <summary>Writes each extension of the profile; <see cref="ExtensionValues"/> reads them.</summary>
internal static class Extensions
{
    /// <summary>RFC 5280, 4.2.1.6: the choices of GeneralName in use.</summary>
    internal static readonly Asn1Tag DnsName = new(TagClass.ContextSpecific, 2);

    internal static readonly Asn1Tag Uri = new(TagClass.ContextSpecific, 6);

    internal static readonly Asn1Tag IpAddress = new(TagClass.ContextSpecific, 7);

    internal static readonly Asn1Tag Inner0 = new(TagClass.ContextSpecific, 0);

    internal static readonly Asn1Tag Outer0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    public static Extension AuthorityKeyIdentifier(ReadOnlyMemory<byte> identifier) =>
        Make(Oids.AuthorityKeyIdentifier, critical: false, writer => Sequence(writer, () => writer.WriteOctetString(identifier.Span, Inner0)));

    public static Extension SubjectKeyIdentifier(ReadOnlyMemory<byte> identifier) =>
        Make(Oids.SubjectKeyIdentifier, critical: false, writer => writer.WriteOctetString(identifier.Span));

    public static Extension KeyUsage(KeyUsages usage) =>
        Make(Oids.KeyUsage, critical: true, writer => writer.WriteNamedBitList(usage));

    public static Extension BasicConstraints(int pathLength) =>
        Make(Oids.BasicConstraints, critical: true, writer => Sequence(writer, () =>
        {
            writer.WriteBoolean(true);
            writer.WriteInteger(pathLength);
        }));

    public static Extension ExtendedKeyUsage(IEnumerable<string> purposes) =>
        Make(Oids.ExtendedKeyUsage, critical: false, writer => Sequence(writer, () =>
        {
            foreach (var purpose in purposes)
                writer.WriteObjectIdentifier(purpose);
        }));

    public static Extension SubjectAlternativeName(HostNames hosts) =>
        Make(Oids.SubjectAlternativeName, critical: false, writer => Sequence(writer, () =>
        {
            foreach (var name in hosts.Names)
                writer.WriteCharacterString(UniversalTagNumber.IA5String, name, DnsName);
            foreach (var address in hosts.Addresses)
                writer.WriteOctetString(address.GetAddressBytes(), IpAddress);
        }));

    /// <summary>RFC 5280, 4.2.1.13: DistributionPointName, fullName, one URI.</summary>
    public static Extension CrlDistributionPoint(Uri address) =>
        Make(Oids.CrlDistributionPoints, critical: false, writer => Sequence(writer, () => Sequence(writer, () =>
        {
            using (writer.PushSequence(Outer0))
            using (writer.PushSequence(Outer0))
                WriteUri(writer, address);
        })));

    /// <summary>RFC 5280, 4.2.2.1: OCSP first where there is one, then the issuer's certificate.</summary>
    public static Extension AuthorityInformationAccess(Uri? ocsp, Uri caIssuers) =>
        Make(Oids.AuthorityInformationAccess, critical: false, writer => Sequence(writer, () =>
        {
            if (ocsp is not null)
                Access(writer, Oids.Ocsp, ocsp);
            Access(writer, Oids.CaIssuers, caIssuers);
        }));

    public static Extension CrlNumber(long number) =>
        Make(Oids.CrlNumber, critical: false, writer => writer.WriteInteger(number));

    /// <summary>RFC 5280, 5.2.5: this list holds only the certificates that point to this address. Critical, so that nobody takes it for the whole.</summary>
    public static Extension IssuingDistributionPoint(Uri address) =>
        Make(Oids.IssuingDistributionPoint, critical: true, writer => Sequence(writer, () =>
        {
            using (writer.PushSequence(Outer0))
            using (writer.PushSequence(Outer0))
                WriteUri(writer, address);
        }));

    /// <summary>RFC 6960, 4.2.2.2.1: nobody asks for the status of a responder's own certificate; it lives a short time instead.</summary>
    public static Extension OcspNoCheck() => Make(Oids.OcspNoCheck, critical: false, writer => writer.WriteNull());

    /// <summary>RFC 9654, 2.1: the octets the client drew.</summary>
    public static Extension OcspNonce(ReadOnlyMemory<byte> nonce) =>
        Make(Oids.OcspNonce, critical: false, writer => writer.WriteOctetString(nonce.Span));

    public static Extension ReasonCode<TReason>(TReason reason)
        where TReason : Enum => Make(Oids.ReasonCode, critical: false, writer => writer.WriteEnumeratedValue(reason));

    private static void Access(AsnWriter writer, string method, Uri address) => Sequence(writer, () =>
    {
        writer.WriteObjectIdentifier(method);
        WriteUri(writer, address);
    });

    private static void WriteUri(AsnWriter writer, Uri address) =>
        writer.WriteCharacterString(UniversalTagNumber.IA5String, address.AbsoluteUri, Uri);

    private static void Sequence(AsnWriter writer, Action content)
    {
        using (writer.PushSequence())
            content();
    }

    private static Extension Make(string oid, bool critical, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return new Extension(oid, critical, writer.Encode());
    }
}
