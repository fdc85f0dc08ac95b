using System.Text;

namespace Warifu.Statements.Merging;

internal sealed record MergedDay(
    IReadOnlyList<StatementLine> Lines, IReadOnlyList<StatementLine> Added, int Known, IReadOnlyList<LineConflict> Conflicts);

/// <summary>
/// Merges the lines of one booking day. Each kept line stands for at most one delivered line, so twins within a
/// delivery stay twins.
/// 1. The same amount leading to the same running balance is the same line, whatever its text.
/// 2. Where the lines of one side are among those of the other, the same amount with the same text, then the same
///    amount alone, is the same line, unless the sources themselves told both balances and they differ.
/// 3. What is left is new, except that a line equal to a kept one is a conflict where no balance tells them apart.
/// </summary>
internal static class DayMerge
{
    /// <param name="windowsNest">See <see cref="CoveredWindow.NestOn"/>.</param>
    /// <param name="balanceBefore">Balance at the end of the kept day before, where it is known.</param>
    public static MergedDay Of(
        IReadOnlyList<StatementLine> kept, IReadOnlyList<StatementLine> delivered, DateWindow window, bool windowsNest, decimal? balanceBefore)
    {
        if (delivered.Count == 0)
            return new MergedDay(kept, [], 0, []);
        var pairs = new LinePairs(kept, delivered);
        // 1.
        pairs.Match((k, d) => SameBalance(k, d) && SameText(k, d));
        pairs.Match(SameBalance);
        // 2.
        var nested = windowsNest || BeginAlike(kept, delivered);
        if (nested)
        {
            pairs.Match((k, d) => !BothTold(k, d) && k.Amount == d.Amount && SameText(k, d));
            pairs.Match((k, d) => !BothTold(k, d) && k.Amount == d.Amount);
        }

        // 3.
        var conflicts = nested ? [] : Conflicts(kept, pairs.LeftOfDelivered, window);
        var added = pairs.LeftOfDelivered.Except(conflicts.Select(conflict => conflict.Delivered), ReferenceEqualityComparer.Instance).Cast<StatementLine>().ToList();
        var lines = RunningOrder.Arrange(pairs.Sequence(added), balanceBefore);
        return new MergedDay(lines, added, pairs.Count, conflicts);
    }

    private static List<LineConflict> Conflicts(IReadOnlyList<StatementLine> kept, IEnumerable<StatementLine> left, DateWindow window) =>
    [
        .. from line in left
           let equal = kept.FirstOrDefault(k => k.Amount == line.Amount && SameText(k, line) && (k.Balance is null || line.Balance is null))
           where equal is not null
           select new LineConflict(equal, line, window),
    ];

    /// <summary>Both days start from the same balance, so both list the day from the same point on.</summary>
    private static bool BeginAlike(IReadOnlyList<StatementLine> kept, IReadOnlyList<StatementLine> delivered) =>
        kept is [{ Balance: { } k } firstKept, ..] && delivered is [{ Balance: { } d } firstDelivered, ..]
        && k - firstKept.Amount == d - firstDelivered.Amount;

    private static bool SameBalance(StatementLine one, StatementLine other) =>
        one.Balance is { } balance && other.Balance == balance && one.Amount == other.Amount;

    private static bool BothTold(StatementLine one, StatementLine other) =>
        one is { Balance: not null, BalanceCounted: false } && other is { Balance: not null, BalanceCounted: false };

    /// <summary>Half-width and full-width spellings are the same text (NFKC).</summary>
    private static bool SameText(StatementLine one, StatementLine other) =>
        one.Description == other.Description
        || one.Description.Normalize(NormalizationForm.FormKC) == other.Description.Normalize(NormalizationForm.FormKC);
}
