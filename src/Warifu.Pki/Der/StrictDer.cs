using System.Formats.Asn1;

namespace Warifu.Pki.Der;

/// <summary>Walks a value to its leaves, so that no part of it is anything but DER (X.690, 10 and 11).</summary>
internal static class StrictDer
{
    /// <summary>Deeper than any request or certificate; the bound keeps a hostile value from exhausting the stack.</summary>
    private const int MaximumDepth = 24;

    /// <exception cref="AsnContentException">Some part is not DER, or data follows the value.</exception>
    public static void Walk(ReadOnlyMemory<byte> value)
    {
        var reader = new AsnReader(value, AsnEncodingRules.DER);
        Walk(reader, 0);
    }

    private static void Walk(AsnReader reader, int depth)
    {
        if (depth > MaximumDepth)
            throw new AsnContentException("Nested too deeply.");
        while (reader.HasData)
            WalkOne(reader, depth);
    }

    private static void WalkOne(AsnReader reader, int depth)
    {
        var tag = reader.PeekTag();
        if (tag.TagClass == TagClass.Universal && !tag.IsConstructed)
        {
            Leaf(reader, (UniversalTagNumber)tag.TagValue);
            return;
        }

        var content = reader.PeekContentBytes();
        if (tag.HasSameClassAndValue(Asn1Tag.SetOf))
            Walk(reader.ReadSetOf(), depth + 1);
        else if (tag.IsConstructed)
            Walk(new AsnReader(Skip(reader, content), AsnEncodingRules.DER), depth + 1);
        else
            reader.ReadEncodedValue();
    }

    private static ReadOnlyMemory<byte> Skip(AsnReader reader, ReadOnlyMemory<byte> content)
    {
        reader.ReadEncodedValue();
        return content;
    }

    private static void Leaf(AsnReader reader, UniversalTagNumber tag)
    {
        switch (tag)
        {
            case UniversalTagNumber.Boolean:
                reader.ReadBoolean();
                break;
            case UniversalTagNumber.Integer:
                reader.ReadIntegerBytes();
                break;
            case UniversalTagNumber.BitString:
                reader.ReadBitString(out _);
                break;
            case UniversalTagNumber.Null:
                reader.ReadNull();
                break;
            case UniversalTagNumber.ObjectIdentifier:
                reader.ReadObjectIdentifier();
                break;
            case UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String:
                reader.ReadCharacterString(tag);
                break;
            case UniversalTagNumber.EndOfContents or UniversalTagNumber.Sequence or UniversalTagNumber.SetOf:
                throw new AsnContentException("A primitive form where DER has none.");
            default:
                reader.ReadEncodedValue();
                break;
        }
    }
}
