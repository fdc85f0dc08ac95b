using Warifu.Statements;

namespace Warifu.Tests.Samples;

/// <summary>Days on which a bank in Japan books, August to November 2026.</summary>
internal static class BusinessDays
{
    private static readonly HashSet<DateOnly> Holidays =
    [
        new(2026, 8, 11), new(2026, 9, 21), new(2026, 9, 22), new(2026, 9, 23), new(2026, 10, 12), new(2026, 11, 3),
    ];

    public static bool Is(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Holidays.Contains(day);

    public static IEnumerable<DateOnly> In(DateWindow window) =>
        Enumerable.Range(window.From.DayNumber, window.To.DayNumber - window.From.DayNumber + 1).Select(DateOnly.FromDayNumber).Where(Is);

    public static DateOnly OnOrBefore(int month, int day)
    {
        var date = new DateOnly(2026, month, Math.Min(day, DateTime.DaysInMonth(2026, month)));
        while (!Is(date))
            date = date.AddDays(-1);
        return date;
    }

    public static DateOnly OnOrAfter(int month, int day)
    {
        var date = new DateOnly(2026, month, Math.Min(day, DateTime.DaysInMonth(2026, month)));
        while (!Is(date))
            date = date.AddDays(1);
        return date;
    }
}
