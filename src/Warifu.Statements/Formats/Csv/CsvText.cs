using System.Globalization;
using System.Text;

namespace Warifu.Statements.Formats.Csv;

/// <summary>Lines of a CSV file (RFC 4180) that a spreadsheet opens as what they say.</summary>
public sealed class CsvText
{
    private readonly StringBuilder text = new();

    /// <summary>Cells of text, each in quotation marks.</summary>
    public CsvText Line(params ReadOnlySpan<string?> cells)
    {
        for (var at = 0; at < cells.Length; at++)
            Text(cells[at], first: at == 0);
        return End();
    }

    /// <summary>One cell, as text.</summary>
    public CsvText Text(string? cell, bool first = false)
    {
        text.Append(first ? "\"" : ",\"").Append(Harmless(cell ?? "").Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
        return this;
    }

    /// <summary>One cell, as a number without separators; null is an empty one.</summary>
    public CsvText Number(decimal? cell)
    {
        text.Append(',').Append(cell?.ToString("0.##", CultureInfo.InvariantCulture));
        return this;
    }

    public CsvText End()
    {
        text.Append("\r\n");
        return this;
    }

    public byte[] Encoded(CsvEncoding encoding) => encoding.Encode(text.ToString());

    /// <summary>A spreadsheet takes what begins like this for a formula.</summary>
    private static string Harmless(string cell) => cell is ['=' or '+' or '-' or '@' or '\t' or '\r', ..] ? "'" + cell : cell;
}
