using System.Formats.Asn1;
using System.Text;
using Warifu.Pki.Der;

namespace Warifu.Pki.Names;

/// <summary>
/// The distinguished name of a holder or an authority: country, organisation, unit and common name, each at most once and
/// in this order. Text is UTF8String, the country PrintableString (RFC 5280, 4.1.2.4).
/// </summary>
public sealed record Subject
{
    /// <summary>ub-common-name, ub-organization-name and ub-organizational-unit-name (RFC 5280, appendix A.1), in characters.</summary>
    public const int MaximumLength = 64;

    /// <exception cref="FormatException">An empty or overlong part, a control character, or a country that is not two capitals.</exception>
    public Subject(string? organisation, string? unit, string? commonName, string? country = null)
    {
        if (country is not null && (country.Length != 2 || !country.All(char.IsAsciiLetterUpper)))
            throw new FormatException("A country is two capital letters.");
        foreach (var part in new[] { organisation, unit, commonName })
        {
            if (part is not null && !IsSound(part))
                throw new FormatException($"A part of a name is 1 to {MaximumLength} characters without control characters or outer spaces.");
        }

        (Organisation, Unit, CommonName, Country) = (organisation, unit, commonName, country);
    }

    /// <summary>The name without parts: a request may leave naming to the bank.</summary>
    public static Subject Empty { get; } = new(null, null, null);

    public string? Organisation { get; }

    public string? Unit { get; }

    public string? CommonName { get; }

    public string? Country { get; }

    /// <summary>Whether a text may stand in a name.</summary>
    public static bool IsSound(string text)
    {
        var runes = text.EnumerateRunes().ToList();
        return runes.Count is >= 1 and <= MaximumLength
            && text.Trim() == text
            && !runes.Exists(rune => Rune.IsControl(rune) || rune == Rune.ReplacementChar);
    }

    /// <summary>The DER of the Name.</summary>
    public byte[] Encode()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            Write(writer, Oids.CountryName, Country, UniversalTagNumber.PrintableString);
            Write(writer, Oids.OrganizationName, Organisation, UniversalTagNumber.UTF8String);
            Write(writer, Oids.OrganizationalUnitName, Unit, UniversalTagNumber.UTF8String);
            Write(writer, Oids.CommonName, CommonName, UniversalTagNumber.UTF8String);
        }

        return writer.Encode();
    }

    /// <summary>Reads a Name of this shape.</summary>
    /// <returns>Null when the name has other attributes, another order, or parts that cannot stand.</returns>
    /// <exception cref="AsnContentException">Not a DER Name at all.</exception>
    public static Subject? Read(ReadOnlyMemory<byte> der)
    {
        var attributes = NameAttribute.ReadAll(der);
        var order = new[] { Oids.CountryName, Oids.OrganizationName, Oids.OrganizationalUnitName, Oids.CommonName };
        var places = attributes.Select(attribute => Array.IndexOf(order, attribute.Type)).ToList();
        if (places.Contains(-1) || !places.SequenceEqual(places.Distinct().Order()))
            return null;
        try
        {
            return new Subject(Part(Oids.OrganizationName), Part(Oids.OrganizationalUnitName), Part(Oids.CommonName), Part(Oids.CountryName));
        }
        catch (FormatException)
        {
            return null;
        }

        string? Part(string type) => attributes.FirstOrDefault(attribute => attribute.Type == type)?.Text;
    }

    public override string ToString() => string.Join(", ", new[]
    {
        ("C", Country), ("O", Organisation), ("OU", Unit), ("CN", CommonName),
    }.Where(part => part.Item2 is not null).Select(part => $"{part.Item1} = {part.Item2}"));

    private static void Write(AsnWriter writer, string type, string? text, UniversalTagNumber form)
    {
        if (text is null)
            return;
        using (writer.PushSetOf())
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            writer.WriteCharacterString(form, text);
        }
    }
}
