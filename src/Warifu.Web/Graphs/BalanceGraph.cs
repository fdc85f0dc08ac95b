using System.Globalization;
using System.Text;

namespace Warifu.Web.Graphs;

/// <param name="Balance">At the end of the day.</param>
public sealed record DayBalance(DateOnly Day, decimal Balance);

/// <summary>Balance over time as a stepped line: it changes on the days of lines and stands between them.</summary>
public sealed class BalanceGraph
{
    public const int Width = 960;
    public const int Height = 240;

    // Room for the amounts at the left and the months below.
    private const int Left = 96;
    private const int Bottom = 28;
    private const int Top = 12;

    private readonly decimal low;
    private readonly decimal high;

    private BalanceGraph(IReadOnlyList<DayBalance> days)
    {
        Days = days;
        var (least, most) = (decimal.Min(0, days.Min(day => day.Balance)), decimal.Max(0, days.Max(day => day.Balance)));
        var step = Step(most - least);
        (low, high) = (decimal.Floor(least / step) * step, decimal.Max(decimal.Ceiling(most / step), 1) * step);
        Levels = [.. Enumerable.Range(0, (int)((high - low) / step) + 1).Select(i => low + (i * step))];
    }

    public IReadOnlyList<DayBalance> Days { get; }

    /// <summary>Amounts at the horizontal lines.</summary>
    public IReadOnlyList<decimal> Levels { get; }

    /// <summary>First days of months within the graph.</summary>
    public IEnumerable<DateOnly> Months
    {
        get
        {
            for (var month = new DateOnly(Days[0].Day.Year, Days[0].Day.Month, 1).AddMonths(1); month <= Days[^1].Day; month = month.AddMonths(1))
                yield return month;
        }
    }

    public string Path => Steps("M");

    public string Area => $"M{X(Days[0].Day)} {Y(decimal.Max(low, 0))}{Steps("L")}V{Y(decimal.Max(low, 0))}Z";

    public DayBalance Lowest => Days.MinBy(day => day.Balance)!;

    public DayBalance Highest => Days.MaxBy(day => day.Balance)!;

    /// <param name="days">In order, each once.</param>
    /// <returns>Null without at least two days.</returns>
    public static BalanceGraph? Of(IReadOnlyList<DayBalance> days) => days.Count < 2 ? null : new BalanceGraph(days);

    public string X(DateOnly day)
    {
        var span = Days[^1].Day.DayNumber - Days[0].Day.DayNumber;
        return Number(Left + ((Width - Left) * (decimal)(day.DayNumber - Days[0].Day.DayNumber) / span));
    }

    public string Y(decimal balance) => Number(Top + ((Height - Top - Bottom) * (high - balance) / (high - low)));

    private string Steps(string start)
    {
        var path = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{start}{X(Days[0].Day)} {Y(Days[0].Balance)}");
        foreach (var day in Days.Skip(1))
            path.Append(CultureInfo.InvariantCulture, $"H{X(day.Day)}V{Y(day.Balance)}");
        return path.ToString();
    }

    /// <summary>One, two or five times a power of ten, so that three to six lines are drawn.</summary>
    private static decimal Step(decimal span)
    {
        var step = 1m;
        foreach (var factor in Enumerable.Range(0, 45).Select(i => i % 3 == 1 ? 2.5m : 2m))
        {
            if (span <= step * 5)
                break;
            step *= factor;
        }

        return step;
    }

    private static string Number(decimal value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
