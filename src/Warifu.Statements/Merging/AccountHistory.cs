using Warifu.Wire;

namespace Warifu.Statements.Merging;

/// <summary>What is kept of a physical account: every line once, in order, and the windows through which they came.</summary>
public sealed record AccountHistory(AccountKey Account, IReadOnlyList<StatementLine> Lines, IReadOnlyList<CoveredWindow> Windows)
{
    public static AccountHistory Empty(AccountKey account) => new(account, [], []);
}

/// <summary>
/// Days for which some source has listed every line. The first day may have been cut at its beginning and the last at
/// its end, since it may not have been over yet.
/// </summary>
/// <param name="Opening">Balance before the first line, where it is known.</param>
/// <param name="Closing">Balance after the last line, where it is known.</param>
public sealed record CoveredWindow(DateWindow Days, decimal? Opening, decimal? Closing)
{
    /// <summary>The window of a statement; told running balances of its first and last line stand in for balances it lacks.</summary>
    public static CoveredWindow Of(Statement statement) => new(
        statement.Window,
        statement.Opening ?? (statement.Lines is [{ Balance: { } first } line, ..] ? first - line.Amount : null),
        statement.Closing ?? (statement.Lines is [.., { Balance: { } last }] ? last : null));

    /// <summary>
    /// Whether both list a day from the same point on, or one of them lists all of it: then the lines of one are among
    /// the lines of the other.
    /// </summary>
    public static bool NestOn(DateOnly day, DateWindow one, DateWindow other) =>
        one.Contains(day) && other.Contains(day)
        && (one.ContainsInside(day) || other.ContainsInside(day) || one.From < day == other.From < day);
}
