using System.Globalization;
using AngleSharp.Dom;

namespace Warifu.Desk.Recipes;

/// <summary>Reads values from a page as recipes write them, in the forms banks use for days and amounts.</summary>
internal static class PageValues
{
    private static readonly string[] DayForms = ["yyyy-MM-dd", "yyyy/MM/dd", "yyyy/M/d", "yyyyMMdd", "yyyy年MM月dd日", "yyyy年M月d日", "yyyy.MM.dd"];

    /// <summary>Null when the place is not there or is empty.</summary>
    public static string? Text(this IElement element, string value)
    {
        if (value.Length == 0)
            return null;
        var at = value.LastIndexOf('@');
        var (selector, attribute) = at < 0 ? (value, null) : (value[..at], value[(at + 1)..]);
        var found = selector is "" or "." ? element : element.QuerySelector(selector);
        var text = attribute is null ? found?.TextContent : found?.GetAttribute(attribute);
        return string.IsNullOrWhiteSpace(text) ? null : string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    public static DateOnly? Day(this IElement element, string value) =>
        DateOnly.TryParseExact(element.Text(value)?.Split('(')[0], DayForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Digits with separators; ¥ and 円 fall away; −, △ and ▲ are minus.</summary>
    public static decimal? Amount(this IElement element, string value)
    {
        if (element.Text(value) is not { } text)
            return null;
        var bare = text.Trim().TrimEnd('円').Replace(",", "", StringComparison.Ordinal).Replace("¥", "", StringComparison.Ordinal).Replace("￥", "", StringComparison.Ordinal).Trim();
        var negative = bare.Length > 0 && bare[0] is '-' or '−' or '△' or '▲';
        return decimal.TryParse(negative ? bare[1..] : bare, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
            ? negative ? -amount : amount
            : null;
    }
}
