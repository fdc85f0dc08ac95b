namespace Warifu.Statements.Formats.Zengin;

/// <summary>What a trailer must say, counted from the data records. Lines with a fault are counted too, so that one fault does not show as five.</summary>
internal sealed class ZenginSums
{
    public int Records { get; private set; }

    public int InCount { get; private set; }

    public decimal InTotal { get; private set; }

    public int OutCount { get; private set; }

    public decimal OutTotal { get; private set; }

    /// <summary>What the lines do to the balance.</summary>
    public decimal Effect { get; private set; }

    /// <param name="amount">Unsigned.</param>
    /// <param name="markedIn">入払区分 is 1.</param>
    /// <param name="correction">取引区分 is 19, which turns the mark around.</param>
    public void Add(decimal amount, bool markedIn, bool correction, ZenginTotals totals)
    {
        var effectIn = markedIn != correction;
        Records++;
        Effect += effectIn ? amount : -amount;
        if (totals == ZenginTotals.ByEffect ? effectIn : markedIn)
            (InCount, InTotal) = (InCount + 1, InTotal + amount);
        else
            (OutCount, OutTotal) = (OutCount + 1, OutTotal + amount);
    }
}
