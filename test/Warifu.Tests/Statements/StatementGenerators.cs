using FsCheck;
using FsCheck.Fluent;
using Warifu.Statements;
using Warifu.Wire;

namespace Warifu.Tests.Statements;

/// <summary>Statements as FsCheck draws them: few days, few amounts and few texts, so that twins and returns to a balance are common.</summary>
internal static class StatementGenerators
{
    public static readonly AccountKey Account = AccountKey.Parse("9972-001-1-1234567");

    public static readonly DateOnly FirstDay = new(2026, 8, 1);

    private static readonly string[] Texts = ["ﾌﾘｺﾐ", "ﾃｽｳﾘﾖｳ", "", "ｷﾕｳﾖ 25"];

    public static Gen<StatementLine> Line { get; } =
        from day in Gen.Choose(0, 9)
        from amount in Gen.Elements(-300m, -200m, -100m, 100m, 200m, 300m)
        from text in Gen.Elements(Texts)
        select new StatementLine(FirstDay.AddDays(day), FirstDay.AddDays(day), amount, text);

    /// <summary>Ten days, proven, without running balances.</summary>
    public static Gen<Statement> Proven { get; } =
        from lines in Gen.ListOf(Line)
        select Of([.. lines.OrderBy(line => line.BookingDate)]);

    /// <summary>The same with running balances that the source told.</summary>
    public static Gen<Statement> Told { get; } = Proven.Select(Tell);

    public static Statement Of(IReadOnlyList<StatementLine> lines, decimal opening = 1_000) => new(
        Account, "ﾐﾅﾄ", "JPY", new DateWindow(FirstDay, FirstDay.AddDays(9)), opening, opening + lines.Sum(line => line.Amount), lines);

    public static Statement Tell(Statement statement) => With(statement, [.. statement.Counted().Lines.Select(line => line with { BalanceCounted = false })]);

    public static Statement With(Statement statement, IReadOnlyList<StatementLine> lines) => new(
        statement.Account, statement.AccountName, statement.Currency, statement.Window, statement.Opening, statement.Closing, lines);

    /// <summary>What a source shows that is asked for some days only.</summary>
    /// <param name="balances">Whether it tells the balances of those days too.</param>
    public static Statement Cut(Statement whole, int firstDay, int lastDay, bool balances = true)
    {
        var days = new DateWindow(FirstDay.AddDays(firstDay), FirstDay.AddDays(lastDay));
        var lines = whole.Lines.Where(line => days.Contains(line.BookingDate)).ToList();
        var opening = whole.Opening + whole.Lines.Where(line => line.BookingDate < days.From).Sum(line => line.Amount);
        return balances
            ? new Statement(whole.Account, whole.AccountName, whole.Currency, days, opening, opening + lines.Sum(line => line.Amount), lines)
            : new Statement(whole.Account, whole.AccountName, whole.Currency, days, null, null, lines);
    }
}
