using System.Formats.Asn1;
using Warifu.Pki.Der;
using Warifu.Pki.Keys;

namespace Warifu.Pki.Certificates;

/// <summary>The frame a certificate, a CRL and an OCSP response share: content, algorithm, signature (RFC 5280, 4.1.1 and 5.1.1; RFC 6960, 4.2.1).</summary>
internal static class SignedValue
{
    /// <param name="more">What an OCSP response carries behind the signature, encoded.</param>
    public static byte[] Write(ReadOnlyMemory<byte> content, IssuerKey key, ReadOnlySpan<byte> more = default)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        key.Algorithm.Write(writer);
        writer.WriteBitString(key.Sign(content.Span));
        var end = writer.Encode();

        var length = content.Length + end.Length + more.Length;
        var value = new byte[DerFrame.HeaderOf(length) + length];
        var rest = value.AsSpan(DerFrame.WriteHeader(value, DerFrame.Sequence, length));
        content.Span.CopyTo(rest);
        end.CopyTo(rest[content.Length..]);
        more.CopyTo(rest[(content.Length + end.Length)..]);
        return value;
    }
}
