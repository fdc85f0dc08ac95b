using System.Text;

namespace Warifu.Statements.Formats.Csv;

/// <summary>The two encodings in which Japanese spreadsheets open a CSV file without being asked.</summary>
public sealed class CsvEncoding
{
    private const int ShiftJisPage = 932;

    private readonly Encoding encoding;

    private CsvEncoding(string charset, Encoding encoding) => (Charset, this.encoding) = (charset, encoding);

    /// <summary>With the mark at its beginning by which a spreadsheet knows it.</summary>
    public static CsvEncoding Utf8 { get; } = new("utf-8", new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));

    /// <summary>A character it does not have becomes 〓, as printers set what they have no type for.</summary>
    public static CsvEncoding ShiftJis { get; } = new(
        "Shift_JIS",
        CodePagesEncodingProvider.Instance.GetEncoding(ShiftJisPage, new EncoderReplacementFallback("〓"), DecoderFallback.ExceptionFallback)!);

    /// <summary>As in a content type.</summary>
    public string Charset { get; }

    public byte[] Encode(string text) => [.. encoding.GetPreamble(), .. encoding.GetBytes(text)];
}
