using System.Formats.Asn1;

namespace Warifu.Pki.Names;

/// <summary>One attribute of a Name as it stands in the DER.</summary>
/// <param name="Type">Dotted object identifier.</param>
/// <param name="Form">The string type; the profile knows UTF8String and PrintableString.</param>
internal sealed record NameAttribute(string Type, UniversalTagNumber Form, string Text)
{
    /// <exception cref="AsnContentException">Not a DER Name, or a value that is not text.</exception>
    public static IReadOnlyList<NameAttribute> ReadAll(ReadOnlyMemory<byte> der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        var name = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var attributes = new List<NameAttribute>();
        while (name.HasData)
        {
            var relative = name.ReadSetOf();
            do
            {
                var attribute = relative.ReadSequence();
                var type = attribute.ReadObjectIdentifier();
                var form = (UniversalTagNumber)attribute.PeekTag().TagValue;
                attributes.Add(new NameAttribute(type, form, ReadText(attribute, form)));
                attribute.ThrowIfNotEmpty();
            }
            while (relative.HasData);
        }

        return attributes;
    }

    private static string ReadText(AsnReader reader, UniversalTagNumber form) => form switch
    {
        UniversalTagNumber.UTF8String or UniversalTagNumber.PrintableString or UniversalTagNumber.IA5String
            or UniversalTagNumber.T61String or UniversalTagNumber.BMPString => reader.ReadCharacterString(form),
        _ => throw new AsnContentException("A name's attribute is not text."),
    };
}
