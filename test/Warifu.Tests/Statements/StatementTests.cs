using Warifu.Statements;
using static Warifu.Tests.Statements.StatementGenerators;

namespace Warifu.Tests.Statements;

public sealed class StatementTests
{
    [Fact]
    public void A_line_outside_the_window_cannot_be() =>
        Assert.Throws<FormatException>(() => Of([new StatementLine(FirstDay.AddDays(10), FirstDay, 1, "")]));

    [Fact]
    public void Yen_has_no_decimals() => Assert.Throws<FormatException>(() => Of([new StatementLine(FirstDay, FirstDay, 0.5m, "")]));

    [Theory]
    [InlineData("1000000000000000")]
    [InlineData("0.001")]
    public void An_amount_no_statement_carries_cannot_be(string amount) =>
        Assert.Throws<FormatException>(() => new StatementLine(FirstDay, FirstDay, decimal.Parse(amount), ""));

    [Fact]
    public void A_text_with_control_characters_cannot_be() => Assert.Throws<FormatException>(() => new StatementLine(FirstDay, FirstDay, 1, "a\nb"));

    [Fact]
    public void A_window_does_not_end_before_it_begins() => Assert.Throws<FormatException>(() => new DateWindow(FirstDay, FirstDay.AddDays(-1)));

    [Fact]
    public void Balances_are_counted_only_when_the_closing_balance_proves_them()
    {
        var line = new StatementLine(FirstDay, FirstDay, 100, "");
        var wrong = new Statement(Account, "", "JPY", new DateWindow(FirstDay, FirstDay), 0, 99, [line]);

        Assert.Null(wrong.Counted().Lines[0].Balance);
        Assert.Equal(1_100, Of([line]).Counted().Lines[0].Balance);
    }
}
