using Warifu.Statements.Merging;

namespace Warifu.Statements.Proving;

/// <summary>What the kept lines of an account prove: opening + lines = closing over every run of days without a gap.</summary>
public sealed record BalanceProof(IReadOnlyList<ProvenRun> Runs, IReadOnlyList<Gap> Gaps)
{
    /// <summary>One run, and it is proven: nothing is missing between the first and the last day.</summary>
    public bool IsProven => Runs is [{ Standing: Standing.Proven }] && Gaps.Count == 0;

    public static BalanceProof Of(AccountHistory history)
    {
        var runs = Joined(history.Windows).Select(windows => ProvenRun.Of(windows, history.Lines)).ToList();
        var gaps = runs.Zip(runs.Skip(1)).Select(pair => Gap.Between(pair.First, pair.Second)).ToList();
        return new BalanceProof(runs, gaps);
    }

    /// <summary>Windows that overlap or follow each other on the next day belong together.</summary>
    private static IEnumerable<List<CoveredWindow>> Joined(IEnumerable<CoveredWindow> windows)
    {
        List<CoveredWindow> run = [];
        var end = DateOnly.MinValue;
        foreach (var window in windows.OrderBy(window => window.Days.From))
        {
            if (run.Count > 0 && window.Days.From.DayNumber > end.DayNumber + 1)
            {
                yield return run;
                run = [];
            }

            run.Add(window);
            end = window.Days.To > end || run.Count == 1 ? window.Days.To : end;
        }

        if (run.Count > 0)
            yield return run;
    }
}

public enum Standing
{
    /// <summary>Opening + lines = closing.</summary>
    Proven,

    /// <summary>The sources tell no opening or no closing balance.</summary>
    Unproven,

    /// <summary>Opening + lines ≠ closing.</summary>
    Broken,
}

/// <summary>Days without a gap, the lines on them and what they add up to.</summary>
/// <param name="Misfits">Windows whose own balances no stretch of the kept lines leads between; where to look when broken.</param>
public sealed record ProvenRun(
    DateWindow Days, decimal? Opening, decimal Credits, decimal Debits, decimal? Closing, int Lines, Standing Standing,
    IReadOnlyList<CoveredWindow> Misfits)
{
    internal static ProvenRun Of(IReadOnlyList<CoveredWindow> windows, IReadOnlyList<StatementLine> kept)
    {
        var days = new DateWindow(windows[0].Days.From, windows.Max(window => window.Days.To));
        var lines = kept.Where(line => days.Contains(line.BookingDate)).ToList();
        var (credits, debits) = (lines.Sum(line => decimal.Max(line.Amount, 0)), lines.Sum(line => decimal.Max(-line.Amount, 0)));
        // Several windows may begin on the first day or end on the last, one of them before that day was over: the pair that fits counts.
        var fitting =
            (from first in windows
             where first.Days.From == days.From && first.Opening is not null
             from last in windows
             where last.Days.To == days.To && last.Closing is not null
             orderby first.Opening + credits - debits == last.Closing descending
             select (first.Opening, last.Closing)).FirstOrDefault();
        var misfits = windows.Where(window => !Fits(window, lines)).ToList();
        var standing = fitting == default ? Standing.Unproven
            : fitting.Opening + credits - debits == fitting.Closing && misfits.Count == 0 ? Standing.Proven
            : Standing.Broken;
        return new ProvenRun(days, fitting.Opening, credits, debits, fitting.Closing, lines.Count, standing, misfits);
    }

    /// <summary>
    /// Some stretch of lines, from anywhere in the window's first day to anywhere in its last, adds up to the difference
    /// of its balances. A window without both balances says nothing.
    /// </summary>
    private static bool Fits(CoveredWindow window, List<StatementLine> lines)
    {
        if (window is not { Opening: { } opening, Closing: { } closing })
            return true;
        var inside = lines.Where(line => window.Days.Contains(line.BookingDate)).ToList();
        var starts = Sums(inside.TakeWhile(line => line.BookingDate == window.Days.From));
        var ends = Sums(inside.AsEnumerable().Reverse().TakeWhile(line => line.BookingDate == window.Days.To));
        var surplus = inside.Sum(line => line.Amount) - (closing - opening);
        return starts.Any(cut => ends.Contains(surplus - cut));
    }

    private static HashSet<decimal> Sums(IEnumerable<StatementLine> lines)
    {
        var (sums, sum) = (new HashSet<decimal> { 0 }, 0m);
        foreach (var line in lines)
            sums.Add(sum += line.Amount);
        return sums;
    }
}

/// <summary>Days that no window covers.</summary>
/// <param name="Difference">What the missing lines add up to, where the balances on both sides are known; zero does not prove that none is missing.</param>
public sealed record Gap(DateWindow Days, decimal? Difference)
{
    internal static Gap Between(ProvenRun before, ProvenRun after) => new(
        new DateWindow(before.Days.To.AddDays(1), after.Days.From.AddDays(-1)), after.Opening - before.Closing);
}
