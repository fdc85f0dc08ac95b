using System.Text;

namespace Warifu.Statements.Formats.Zengin;

/// <summary>
/// The characters of the format: JIS X 0201 with half-width kana, of which Shift_JIS is a superset. EBCDIC files use
/// the katakana code page and are brought into JIS X 0201 byte by byte, so that columns stay where they are.
/// </summary>
internal static class ZenginCharacters
{
    /// <summary>The digit 1, which starts every file, in EBCDIC.</summary>
    public const byte EbcdicOne = 0xF1;

    private const int ShiftJisPage = 932;
    private const int EbcdicKatakanaPage = 20290;

    private static readonly Encoding ShiftJis = Page(ShiftJisPage);
    private static readonly byte[] EbcdicToJis = MakeEbcdicToJis();

    /// <summary>The characters of JIS X 0201 by their byte; 0 for a byte that Shift_JIS must judge.</summary>
    private static readonly char[] Single = [.. Enumerable.Range(0, 256).Select(i => Attempt(() => ShiftJis.GetString([(byte)i])) is [var c] && IsHalfWidth(c) ? c : '\0')];

    /// <summary>Null when the bytes are not Shift_JIS or hold control characters.</summary>
    public static string? Decode(ReadOnlySpan<byte> bytes)
    {
        // Nearly every field of nearly every file is JIS X 0201, and the code page would take most of an import's time.
        Span<char> single = stackalloc char[Math.Min(bytes.Length, ZenginFields.RecordLength)];
        for (var i = 0; i < single.Length; i++)
            single[i] = Single[bytes[i]];
        return single.Length == bytes.Length && !single.Contains('\0') ? new string(single) : DecodeShiftJis(bytes);
    }

    private static string? DecodeShiftJis(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var text = ShiftJis.GetString(bytes);
            return text.Any(char.IsControl) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>JIS X 0201 bytes of half-width text.</summary>
    /// <exception cref="FormatException">A character that takes more than one byte or does not exist there.</exception>
    public static byte[] Encode(string text)
    {
        if (!text.All(IsHalfWidth))
            throw new FormatException("A 全銀 file carries half-width characters only.");
        return ShiftJis.GetBytes(text);
    }

    /// <summary>ASCII from the space to the tilde, and half-width kana.</summary>
    public static bool IsHalfWidth(char c) => c is (>= ' ' and <= '~') or (>= '｡' and <= 'ﾟ');

    public static byte[] FromEbcdic(ReadOnlySpan<byte> bytes)
    {
        var jis = new byte[bytes.Length];
        for (var i = 0; i < jis.Length; i++)
            jis[i] = EbcdicToJis[bytes[i]];
        return jis;
    }

    private static byte[] MakeEbcdicToJis()
    {
        var ebcdic = Page(EbcdicKatakanaPage);
        var table = new byte[256];
        for (var i = 0; i < table.Length; i++)
        {
            var decoded = Attempt(() => ebcdic.GetString([(byte)i]));
            // 0x00 is no character of the format, so that a byte without a meaning is found by the field's own rule.
            table[i] = decoded is [var c] && IsHalfWidth(c) ? Encode(decoded)[0] : decoded is "\r" or "\n" ? (byte)decoded[0] : (byte)0;
        }

        return table;
    }

    private static string? Attempt(Func<string> decode)
    {
        try
        {
            return decode();
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static Encoding Page(int page) =>
        CodePagesEncodingProvider.Instance.GetEncoding(page, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;
}
