using System.Globalization;

namespace Warifu.Bank.Accounts;

/// <summary>
/// A line's name for good: its day and its place within the day, such as <c>20261121-1000</c>. Paging continues after a
/// name, so lines added meanwhile move nothing.
/// </summary>
internal sealed record ItemKey(DateOnly Day, int Place)
{
    public static ItemKey? Parse(string? text)
    {
        var parts = (text ?? "").Split('-');
        return parts.Length == 2
            && DateOnly.TryParseExact(parts[0], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? new ItemKey(day, place) : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Day:yyyyMMdd}-{Place}");
}
