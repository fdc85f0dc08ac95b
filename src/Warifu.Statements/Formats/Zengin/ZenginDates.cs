using System.Globalization;

namespace Warifu.Statements.Formats.Zengin;

/// <summary>
/// Dates of the format: two digits of the year in an era that is not named. The header's own dates choose the era for
/// the file, and the file's window chooses it for each line; the day of reading plays no part.
/// </summary>
internal static class ZenginDates
{
    // The era's first day, and what is added to its year. An era's last year is often written on until December:
    // files of the summer of Reiwa 1 carry the year 31.
    private static readonly (DateOnly First, DateOnly Last, int Offset)[] Eras =
    [
        (new(2019, 5, 1), DateOnly.MaxValue, 2018),
        (new(1989, 1, 8), new(2019, 12, 31), 1988),
        (new(1926, 12, 25), new(1989, 12, 31), 1925),
    ];

    /// <summary>Eras repeat a year after 30 years or more; no file spans a third of that.</summary>
    private const int LongestFile = 3_653;

    /// <summary>Every day the six digits can mean, newest first; empty when they are no date.</summary>
    public static IReadOnlyList<DateOnly> Candidates(string digits)
    {
        if (digits.Length != 6 || digits.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return [];
        var (year, month, day) = (Two(digits, 0), Two(digits, 2), Two(digits, 4));
        if (year == 0 || month is 0 or > 12 || day == 0)
            return [];
        var candidates = new List<DateOnly>(Eras.Length);
        foreach (var (first, last, offset) in Eras)
        {
            if (day <= DateTime.DaysInMonth(offset + year, month) && new DateOnly(offset + year, month, day) is var date && first <= date && date <= last)
                candidates.Add(date);
        }

        return candidates;
    }

    /// <summary>The newest reading of a header in which the window is in order, ends by the day of creation, and that by the day of receipt.</summary>
    public static (DateOnly Created, DateWindow Window)? Header(string created, string from, string to, DateOnly receivedBy)
    {
        var readings =
            from c in Candidates(created)
            where c <= receivedBy
            from t in Candidates(to)
            where t <= c
            from f in Candidates(@from)
            where f <= t && c.DayNumber - f.DayNumber <= LongestFile
            select (Created: c, Window: new DateWindow(f, t));
        return readings.Select(reading => ((DateOnly, DateWindow)?)reading).FirstOrDefault();
    }

    /// <summary>The reading nearest to a day that is already known, within a year of it.</summary>
    public static DateOnly? Near(string digits, DateOnly known)
    {
        const int daysOfAYear = 366;
        return Candidates(digits)
            .Where(date => Math.Abs(date.DayNumber - known.DayNumber) <= daysOfAYear)
            .OrderBy(date => Math.Abs(date.DayNumber - known.DayNumber))
            .Select(date => (DateOnly?)date)
            .FirstOrDefault();
    }

    /// <summary>The six digits of a day of Heisei or Reiwa.</summary>
    public static string Write(DateOnly date)
    {
        var offset = Eras.First(era => era.First <= date).Offset;
        return string.Create(CultureInfo.InvariantCulture, $"{date.Year - offset:00}{date.Month:00}{date.Day:00}");
    }

    private static int Two(string digits, int at) => ((digits[at] - '0') * 10) + digits[at + 1] - '0';
}
