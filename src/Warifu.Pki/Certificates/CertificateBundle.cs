using System.Formats.Asn1;
using Warifu.Pki.Der;

namespace Warifu.Pki.Certificates;

/// <summary>
/// Certificates and nothing else in a CMS envelope: SignedData that nobody signed (RFC 5652, 5.1), which EST calls certs-only and
/// files call .p7b.
/// </summary>
public static class CertificateBundle
{
    // RFC 5652, 5.1: 1, as there are no attribute certificates, no CRLs, no signers, and the content is id-data.
    private const int Version = 1;

    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <param name="certificates">DER. They stand in the order of a DER set, not in this one.</param>
    public static byte[] Encode(params IEnumerable<ReadOnlyMemory<byte>> certificates)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.SignedData);
            using (writer.PushSequence(Tag0))
            using (writer.PushSequence())
                WriteSignedData(writer, certificates);
        }

        return writer.Encode();
    }

    private static void WriteSignedData(AsnWriter writer, IEnumerable<ReadOnlyMemory<byte>> certificates)
    {
        writer.WriteInteger(Version);
        Empty(writer); // digestAlgorithms
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(Oids.Data);
        using (writer.PushSetOf(Tag0))
        {
            foreach (var certificate in certificates)
                writer.WriteEncodedValue(certificate.Span);
        }

        Empty(writer); // signerInfos
    }

    private static void Empty(AsnWriter writer)
    {
        using (writer.PushSetOf())
        {
            // Nobody signed.
        }
    }
}
