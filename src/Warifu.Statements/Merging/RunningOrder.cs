namespace Warifu.Statements.Merging;

/// <summary>
/// The order of a day's lines in which every balance follows from the one before. Taken as a walk: each line leads from
/// the balance before it to the balance after it, and every line is walked once (Hierholzer 1873).
/// </summary>
internal static class RunningOrder
{
    /// <summary>The lines as they are when they already follow, when a balance is missing, or when no such order exists.</summary>
    /// <param name="balanceBefore">Where the walk should start when it could start anywhere.</param>
    public static IReadOnlyList<StatementLine> Arrange(IReadOnlyList<StatementLine> lines, decimal? balanceBefore)
    {
        if (lines.Any(line => line.Balance is null) || Follow(lines))
            return lines;
        var walk = Walk(lines, Start(lines, balanceBefore));
        return walk.Count == lines.Count && Follow(walk) ? walk : lines;
    }

    public static bool Follow(IReadOnlyList<StatementLine> lines) =>
        lines.Zip(lines.Skip(1)).All(pair => pair.First.Balance == Before(pair.Second));

    private static decimal Before(StatementLine line) => line.Balance!.Value - line.Amount;

    private static decimal Start(IReadOnlyList<StatementLine> lines, decimal? balanceBefore)
    {
        var excess = new Dictionary<decimal, int>();
        foreach (var line in lines)
        {
            excess[Before(line)] = excess.GetValueOrDefault(Before(line)) + 1;
            excess[line.Balance!.Value] = excess.GetValueOrDefault(line.Balance.Value) - 1;
        }

        // More lines leave the start than reach it; in a closed walk none does, and any balance will do.
        foreach (var (balance, leaving) in excess)
        {
            if (leaving > 0)
                return balance;
        }

        return balanceBefore is { } told && excess.ContainsKey(told) ? told : Before(lines[0]);
    }

    private static List<StatementLine> Walk(IReadOnlyList<StatementLine> lines, decimal start)
    {
        var leaving = lines.GroupBy(Before).ToDictionary(group => group.Key, group => new Queue<StatementLine>(group));
        var path = new Stack<(decimal At, StatementLine? By)>();
        path.Push((start, null));
        var walk = new List<StatementLine>();
        while (path.TryPeek(out var here))
        {
            if (leaving.TryGetValue(here.At, out var ways) && ways.TryDequeue(out var line))
                path.Push((line.Balance!.Value, line));
            else if (path.Pop().By is { } walked)
                walk.Add(walked);
        }

        walk.Reverse();
        return walk;
    }
}
