using System.Globalization;
using Warifu.Web.Languages;

namespace Warifu.Bank.OpenApi;

/// <summary>基準日時 of an answer, in Japan's time.</summary>
internal static class BaseTime
{
    public static (string Day, string Time) Of(DateTimeOffset moment)
    {
        var here = JapanTime.Of(moment);
        return (Day(DateOnly.FromDateTime(here.DateTime)), here.ToString("HH:mm:sszzz", CultureInfo.InvariantCulture));
    }

    public static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateOnly? Parse(string? text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;
}
