using System.Formats.Asn1;
using Warifu.Pki.Keys;

namespace Warifu.Pki.Certificates;

/// <summary>The frame a certificate and a CRL share: content, algorithm, signature (RFC 5280, 4.1.1 and 5.1.1).</summary>
internal static class SignedValue
{
    public static byte[] Write(ReadOnlyMemory<byte> content, IssuerKey key)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(content.Span);
            key.Algorithm.Write(writer);
            writer.WriteBitString(key.Sign(content.Span));
        }

        return writer.Encode();
    }
}
