using System.Formats.Asn1;
using System.Globalization;
using System.Text;

namespace Warifu.Tests.Pki.Golden;

/// <summary>Tells DER as indented text; what depends on a key is masked.</summary>
internal static class DerText
{
    /// <summary>Our key identifiers are 160 bits; nothing else in the profile has this length.</summary>
    private const int KeyIdentifierLength = 20;

    public static string Of(ReadOnlyMemory<byte> der)
    {
        var text = new StringBuilder();
        Tell(new AsnReader(der, AsnEncodingRules.DER), text, 0);
        return text.ToString();
    }

    private static void Tell(AsnReader reader, StringBuilder text, int depth)
    {
        while (reader.HasData)
        {
            var tag = reader.PeekTag();
            var content = reader.PeekContentBytes();
            var value = reader.ReadEncodedValue();
            text.Append(' ', depth * 2);
            if (tag.IsConstructed)
            {
                text.Append(tag switch
                {
                    { TagClass: not TagClass.Universal } => $"[{tag.TagValue}]",
                    { TagValue: (int)UniversalTagNumber.Set } => "Set",
                    _ => "Sequence",
                }).Append('\n');
                Tell(new AsnReader(content, AsnEncodingRules.DER), text, depth + 1);
                continue;
            }

            text.Append(Leaf(tag, content.Span, new AsnReader(value, AsnEncodingRules.DER))).Append('\n');
            if (tag.HasSameClassAndValue(Asn1Tag.PrimitiveOctetString) && IsFrame(content))
                Tell(new AsnReader(content, AsnEncodingRules.DER), text, depth + 1);
        }
    }

    private static string Leaf(Asn1Tag tag, ReadOnlySpan<byte> content, AsnReader reader)
    {
        if (tag.TagClass != TagClass.Universal)
            return $"[{tag.TagValue}] {Octets(content)}";
        var form = (UniversalTagNumber)tag.TagValue;
        return form + " " + form switch
        {
            UniversalTagNumber.ObjectIdentifier => reader.ReadObjectIdentifier(),
            UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString => reader.ReadCharacterString(form),
            UniversalTagNumber.UtcTime => reader.ReadUtcTime().ToString("u", CultureInfo.InvariantCulture),
            UniversalTagNumber.GeneralizedTime => reader.ReadGeneralizedTime().ToString("u", CultureInfo.InvariantCulture),
            UniversalTagNumber.BitString when content.Length > 8 => "<made with the key>",
            UniversalTagNumber.OctetString => IsFrame(content.ToArray()) ? "of" : Octets(content),
            _ => Convert.ToHexStringLower(content),
        };
    }

    private static string Octets(ReadOnlySpan<byte> content) => content.Length == KeyIdentifierLength
        ? "<key identifier>"
        : content.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? Convert.ToHexStringLower(content) : Encoding.ASCII.GetString(content);

    private static bool IsFrame(ReadOnlyMemory<byte> content)
    {
        // A key identifier may look like DER by chance.
        if (content.Length == KeyIdentifierLength)
            return false;
        try
        {
            var reader = new AsnReader(content, AsnEncodingRules.DER);
            reader.ReadEncodedValue();
            return !reader.HasData;
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
