using System.Buffers;

namespace Warifu.Statements;

/// <summary>What amounts and texts of a statement may be; every constructor of the model asks here.</summary>
internal static class StatementValues
{
    /// <summary>Fifteen digits before the point: more than any format carries, less than a sum of them could overflow.</summary>
    private const decimal AmountLimit = 1_000_000_000_000_000m;

    /// <summary>The longest remittance text of any format read here is 140 characters; banks' own pages show up to twice that.</summary>
    private const int TextLimit = 280;

    private static readonly SearchValues<char> Controls = SearchValues.Create([.. Enumerable.Range(0, 256).Select(c => (char)c).Where(char.IsControl)]);

    public static decimal Amount(decimal amount) =>
        decimal.Abs(amount) >= AmountLimit ? throw new FormatException("The amount is too large.")
        : decimal.Round(amount, 2) != amount ? throw new FormatException("The amount has more than two decimals.")
        : amount;

    public static string Text(string text) =>
        text.Length > TextLimit ? throw new FormatException($"A text is at most {TextLimit} characters.")
        : text.AsSpan().ContainsAny(Controls) ? throw new FormatException("A text has no control characters.")
        : text;

    /// <summary>An optional text is either absent or has something to say.</summary>
    public static string? OptionalText(string? text) => string.IsNullOrWhiteSpace(text) ? null : Text(text);
}
