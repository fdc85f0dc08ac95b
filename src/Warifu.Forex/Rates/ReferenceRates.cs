using System.Globalization;
using Warifu.Wire;

namespace Warifu.Forex.Rates;

/// <summary>One day's reference rates against the euro, and what follows from them for USD/JPY.</summary>
/// <param name="UsdPerEur">Positive.</param>
/// <param name="JpyPerEur">Positive.</param>
public sealed record ReferenceDay(DateOnly Day, decimal UsdPerEur, decimal JpyPerEur)
{
    private const int Decimals = 4;

    /// <summary>The rate of a pair, to four decimals, half to even; null for a pair these rates do not give.</summary>
    public decimal? Of(CurrencyPair pair) => $"{pair}" switch
    {
        "EUR/USD" => UsdPerEur,
        "EUR/JPY" => JpyPerEur,
        "USD/JPY" => decimal.Round(JpyPerEur / UsdPerEur, Decimals, MidpointRounding.ToEven),
        _ => null,
    };
}

/// <summary>Daily reference rates, oldest first, as central banks publish them (<c>date,usd_per_eur,jpy_per_eur</c>).</summary>
public static class ReferenceRates
{
    public static readonly Refusal Unreadable = new("reference-rates-unreadable", 422,
        new("参考相場のファイルを読み取れません。", "The file of reference rates cannot be read."),
        new("下の行を直してください。日付は古い順で、相場は正の数です。", "Correct the line below. Days go from old to new, rates are positive."));

    private const string Heading = "date,usd_per_eur,jpy_per_eur";

    /// <summary>Reads the whole file or nothing; days without a rate (holidays) are simply not there.</summary>
    public static Outcome<IReadOnlyList<ReferenceDay>> Read(string csv)
    {
        var lines = csv.Split('\n').Select(line => line.TrimEnd('\r')).ToList();
        if (lines[0] != Heading)
            return At(1);
        var days = new List<ReferenceDay>();
        for (var i = 1; i < lines.Count; i++)
        {
            if (lines[i].Length == 0 && i == lines.Count - 1)
                break;
            if (Parse(lines[i]) is not { } day || (days.Count > 0 && day.Day <= days[^1].Day))
                return At(i + 1);
            days.Add(day);
        }
        return Outcome.Of<IReadOnlyList<ReferenceDay>>(days);
    }

    private static ReferenceDay? Parse(string line) =>
        line.Split(',') is [var day, var usd, var jpy]
        && DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on)
        && Rate(usd) is { } usdPerEur && Rate(jpy) is { } jpyPerEur
            ? new(on, usdPerEur, jpyPerEur)
            : null;

    private static decimal? Rate(string text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var rate) && rate > 0 ? rate : null;

    private static Refusal At(int line) => Unreadable with { Detail = new($"{line} 行目", $"Line {line}") };
}
