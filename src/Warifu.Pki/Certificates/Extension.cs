using System.Formats.Asn1;

namespace Warifu.Pki.Certificates;

/// <summary>An extension as it stands in a certificate or CRL (RFC 5280, 4.1 and 4.2).</summary>
internal sealed record Extension(string Oid, bool Critical, ReadOnlyMemory<byte> Value)
{
    /// <exception cref="AsnContentException">Not DER, or an explicit FALSE that DER leaves out.</exception>
    public static Extension Read(AsnReader reader)
    {
        var sequence = reader.ReadSequence();
        var oid = sequence.ReadObjectIdentifier();
        var critical = false;
        if (sequence.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && !(critical = sequence.ReadBoolean()))
            throw new AsnContentException("DER leaves out a default value.");
        var value = sequence.ReadOctetString();
        sequence.ThrowIfNotEmpty();
        return new Extension(oid, critical, value);
    }

    public void Write(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oid);
            if (Critical)
                writer.WriteBoolean(true);
            writer.WriteOctetString(Value.Span);
        }
    }
}
