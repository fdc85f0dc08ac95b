using Warifu.Statements;

namespace Warifu.Bank.Accounts;

/// <summary>Finds places for new lines between those already there, whose places stay.</summary>
internal static class LinePlaces
{
    /// <summary>Room left between two lines, for those that are found later.</summary>
    private const int Step = 1000;

    /// <param name="day">All lines of one day in order.</param>
    /// <param name="kept">Places of the lines already there, by object.</param>
    /// <exception cref="InvalidOperationException">A thousand lines were found between two; no bank books like that.</exception>
    public static IEnumerable<(StatementLine Line, int Place)> Of(IReadOnlyList<StatementLine> day, IReadOnlyDictionary<StatementLine, int> kept)
    {
        var (before, at) = (0, 0);
        while (at < day.Count)
        {
            if (kept.TryGetValue(day[at], out var place))
            {
                (before, at) = (place, at + 1);
                continue;
            }
            var end = at;
            while (end < day.Count && !kept.ContainsKey(day[end]))
                end++;
            var step = end < day.Count ? (kept[day[end]] - before) / (end - at + 1) : Step;
            if (step == 0)
                throw new InvalidOperationException("There is no room between two lines.");
            for (; at < end; at++)
                yield return (day[at], before += step);
        }
    }
}
