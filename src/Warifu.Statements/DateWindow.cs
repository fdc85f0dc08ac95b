namespace Warifu.Statements;

/// <summary>Whole days from the first to the last, both included.</summary>
public sealed record DateWindow
{
    /// <exception cref="FormatException">The window ends before it begins.</exception>
    public DateWindow(DateOnly from, DateOnly to)
    {
        if (to < from)
            throw new FormatException("A window does not end before it begins.");
        (From, To) = (from, to);
    }

    public DateOnly From { get; }

    public DateOnly To { get; }

    public bool Contains(DateOnly day) => From <= day && day <= To;

    /// <summary>Days before and after this one belong to the window too, so that the day cannot be cut short.</summary>
    public bool ContainsInside(DateOnly day) => From < day && day < To;

    public bool Overlaps(DateWindow other) => From <= other.To && other.From <= To;

    public override string ToString() => $"{From:yyyy-MM-dd}–{To:yyyy-MM-dd}";
}
