using System.Text.Json;
using System.Text.Json.Serialization;

namespace Warifu.Wire;

/// <summary>A bank's four-digit code in the Japanese interbank system (金融機関コード), "0001" to "9999".</summary>
[JsonConverter(typeof(BankCodeJson))]
public sealed record BankCode
{
    /// <exception cref="FormatException">Not exactly four ASCII digits.</exception>
    public BankCode(string value)
    {
        if (value is not { Length: 4 } || !value.All(char.IsAsciiDigit))
            throw new FormatException("A bank code is exactly four digits.");
        Value = value;
    }

    public string Value { get; }

    public override string ToString() => Value;
}

internal sealed class BankCodeJson : JsonConverter<BankCode>
{
    public override BankCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WireJson.Value(ref reader, text => new BankCode(text));

    public override void Write(Utf8JsonWriter writer, BankCode value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
