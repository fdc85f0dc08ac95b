using System.Globalization;

namespace Warifu.Statements.Formats.Zengin;

/// <summary>One record of 200 bytes in JIS X 0201 or Shift_JIS, and where it stands in the file.</summary>
internal sealed class ZenginRecord(int number, byte[] bytes, bool ebcdic, ZenginFaults faults)
{
    public int Number => number;

    public bool Ebcdic => ebcdic;

    /// <summary>1 header, 2 data, 8 trailer, 9 end.</summary>
    public char Kind => (char)bytes[0];

    public void Fault(Field field, string ja, string en) => faults.Add(number, field, ja, en);

    /// <summary>Without the spaces that fill it; empty when it cannot be read.</summary>
    public string Text(Field field)
    {
        if (ZenginCharacters.Decode(Bytes(field).Trim((byte)' ')) is { } text)
            return text.Trim(' ', '　');
        Fault(field, "文字コードが JIS X 0201 または Shift_JIS ではありません。", "the bytes are neither JIS X 0201 nor Shift_JIS.");
        return "";
    }

    /// <summary>Digits only, none missing.</summary>
    public string Digits(Field field) => AreDigits(field) ? System.Text.Encoding.ASCII.GetString(Bytes(field)) : new string('0', field.Length);

    /// <summary>A number of at most 14 digits.</summary>
    public decimal Number14(Field field) => AreDigits(field) ? long.Parse(Bytes(field), NumberStyles.None, CultureInfo.InvariantCulture) : 0;

    /// <summary>A number that may be left blank.</summary>
    public decimal OptionalNumber(Field field) => IsBlank(field) ? 0 : Number14(field);

    /// <summary>Spaces only.</summary>
    public bool IsBlank(Field field) => Bytes(field).IndexOfAnyExcept((byte)' ') < 0;

    /// <summary>One of the characters allowed, else a fault and the first of them.</summary>
    public char OneOf(Field field, string allowed)
    {
        var found = (char)Bytes(field)[0];
        if (allowed.Contains(found, StringComparison.Ordinal))
            return found;
        var list = string.Join(", ", allowed.Select(c => c == ' ' ? "空白/space" : c.ToString()));
        Fault(field, $"{list} のいずれかです。", $"one of {list}.");
        return allowed[0];
    }

    /// <summary>A balance with its overdraft mark: 1 in credit, 2 overdrawn.</summary>
    public decimal Balance(Field overdraft, Field amount) =>
        OneOf(overdraft, "12") == '2' ? -Number14(amount) : Number14(amount);

    private bool AreDigits(Field field)
    {
        if (!Bytes(field).ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            return true;
        Fault(field, "数字だけで、右詰め、残りは 0 です。", "digits only, right aligned, filled with zeros.");
        return false;
    }

    private ReadOnlySpan<byte> Bytes(Field field) => bytes.AsSpan(field.First - 1, field.Length);
}
