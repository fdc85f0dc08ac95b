namespace Warifu.Statements.Merging;

/// <summary>What a delivery did to the history of its account.</summary>
/// <param name="History">Kept lines are the very objects that were there before.</param>
/// <param name="Added">Lines that were new, in order.</param>
/// <param name="Known">Delivered lines that were there already.</param>
/// <param name="Conflicts">Delivered lines that may or may not be there already: not added, a person decides.</param>
public sealed record Merged(
    AccountHistory History, IReadOnlyList<StatementLine> Added, int Known, IReadOnlyList<LineConflict> Conflicts);

/// <summary>A delivered line equal to a kept one, where neither balances nor windows tell whether it is the same.</summary>
public sealed record LineConflict(StatementLine Kept, StatementLine Delivered, DateWindow Window);

/// <summary>
/// Merges a delivered statement into what is kept, day by day (see <see cref="DayMerge"/>). Delivering the same again
/// adds nothing, overlapping windows add nothing twice, real twins stay apart, and the order of deliveries does not matter
/// wherever running balances or proven windows tell lines apart.
/// </summary>
public static class StatementMerge
{
    /// <exception cref="ArgumentException">The statement is of another account.</exception>
    public static Merged Into(AccountHistory kept, Statement delivered)
    {
        if (kept.Account != delivered.Account)
            throw new ArgumentException("A statement merges into the history of its own account.", nameof(delivered));
        // A proven statement without running balances gets counted ones: proof by opening + lines = closing.
        var counted = delivered.Counted();
        var before = kept.Lines.ToLookup(line => line.BookingDate);
        var after = counted.Lines.ToLookup(line => line.BookingDate);
        var days = before.Select(day => day.Key).Union(after.Select(day => day.Key)).Order();

        var (lines, added, conflicts, known) = (new List<StatementLine>(), new List<StatementLine>(), new List<LineConflict>(), 0);
        foreach (var day in days)
        {
            var merged = DayMerge.Of(
                [.. before[day]], [.. after[day]], counted.Window, Nests(kept, counted, day), lines.LastOrDefault()?.Balance);
            lines.AddRange(merged.Lines);
            added.AddRange(merged.Added);
            conflicts.AddRange(merged.Conflicts);
            known += merged.Known;
        }

        var window = CoveredWindow.Of(counted);
        var windows = kept.Windows.Contains(window) ? kept.Windows : [.. kept.Windows.Append(window).OrderBy(w => w.Days.From).ThenBy(w => w.Days.To)];
        return new Merged(new AccountHistory(kept.Account, lines, windows), added, known, conflicts);
    }

    private static bool Nests(AccountHistory kept, Statement delivered, DateOnly day) =>
        kept.Windows.Any(window => CoveredWindow.NestOn(day, window.Days, delivered.Window));
}
