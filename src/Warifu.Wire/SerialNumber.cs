using System.Text.Json;
using System.Text.Json.Serialization;

namespace Warifu.Wire;

/// <summary>
/// A certificate serial number as lower-case hex without leading zero octets: 8 to 20 octets, positive
/// (RFC 5280, 4.1.2.2; at least 64 random bits). Seed 003, CCHK007 shows it in this form.
/// </summary>
[JsonConverter(typeof(SerialNumberJson))]
public sealed record SerialNumber
{
    /// <exception cref="FormatException">Not 16 to 40 lower-case hex digits, or negative as an INTEGER.</exception>
    public SerialNumber(string hex)
    {
        if (hex is not { Length: >= 16 and <= 40 } || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigitLower))
            throw new FormatException("A serial number is 16 to 40 lower-case hex digits.");
        if (hex[0] >= '8')
            throw new FormatException("A serial number is positive: its first bit is zero.");
        if (hex.StartsWith("00", StringComparison.Ordinal))
            throw new FormatException("A serial number has no leading zero octet.");
        Hex = hex;
    }

    public string Hex { get; }

    /// <summary>Big-endian octets, as the content of the DER INTEGER.</summary>
    public byte[] ToBytes() => Convert.FromHexString(Hex);

    /// <summary>From the content octets of a DER INTEGER.</summary>
    public static SerialNumber FromBytes(ReadOnlySpan<byte> bigEndian) =>
        new(Convert.ToHexStringLower(bigEndian));

    public override string ToString() => Hex;
}

internal sealed class SerialNumberJson : JsonConverter<SerialNumber>
{
    public override SerialNumber Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WireJson.Value(ref reader, text => new SerialNumber(text));

    public override void Write(Utf8JsonWriter writer, SerialNumber value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Hex);
}
