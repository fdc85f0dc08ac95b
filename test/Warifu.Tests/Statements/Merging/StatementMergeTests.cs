using Warifu.Statements;
using Warifu.Statements.Merging;
using static Warifu.Tests.Statements.StatementGenerators;

namespace Warifu.Tests.Statements.Merging;

public sealed class StatementMergeTests
{
    private static readonly AccountHistory Empty = AccountHistory.Empty(Account);

    [Fact]
    public void Twins_of_one_day_stay_two_when_delivered_again()
    {
        var twins = Of([Line(3, 100), Line(3, 100)]);
        var once = StatementMerge.Into(Empty, twins);
        var again = StatementMerge.Into(once.History, twins);

        Assert.Equal(2, once.Added.Count);
        Assert.Empty(again.Added);
        Assert.Equal(2, again.Known);
        Assert.Same(once.History.Lines[0], again.History.Lines[0]);
    }

    [Fact]
    public void A_twin_that_comes_later_on_the_last_day_is_added()
    {
        var morning = Tell(Cut(Of([Line(3, 100)]), 0, 3));
        var evening = Tell(Cut(Of([Line(3, 100), Line(3, 100)]), 0, 3));

        Assert.Single(StatementMerge.Into(StatementMerge.Into(Empty, morning).History, evening).Added);
    }

    [Fact]
    public void A_twin_told_apart_by_its_running_balance_is_added_where_windows_meet_within_a_day()
    {
        var first = Unproven(0, 3, Line(3, 100) with { Balance = 1_100 });
        var second = Unproven(3, 5, Line(3, 100) with { Balance = 1_200 });

        var merged = StatementMerge.Into(StatementMerge.Into(Empty, second).History, first);

        Assert.Empty(merged.Conflicts);
        Assert.Equal([1_100m, 1_200m], merged.History.Lines.Select(line => line.Balance!.Value));
    }

    [Fact]
    public void Equal_lines_where_windows_meet_are_a_conflict_without_balances()
    {
        var first = Unproven(0, 3, Line(3, 100));
        var second = Unproven(3, 5, Line(3, 100), Line(4, 200));

        var merged = StatementMerge.Into(StatementMerge.Into(Empty, first).History, second);

        var conflict = Assert.Single(merged.Conflicts);
        Assert.Equal(100, conflict.Delivered.Amount);
        Assert.Equal(200, Assert.Single(merged.Added).Amount);
        Assert.Equal(2, merged.History.Lines.Count);
    }

    [Fact]
    public void Equal_lines_where_windows_meet_are_the_same_when_the_opening_balances_agree()
    {
        var first = Cut(Of([Line(3, 100)]), 0, 3);
        var second = Cut(Of([Line(3, 100), Line(4, 200)]), 3, 5);

        var merged = StatementMerge.Into(StatementMerge.Into(Empty, first).History, second);

        Assert.Equal((1, 1, 0), (merged.Added.Count, merged.Known, merged.Conflicts.Count));
    }

    [Fact]
    public void Equal_lines_where_windows_meet_are_twins_when_one_opens_where_the_other_closes()
    {
        var first = Cut(Of([Line(3, 100)]), 0, 3);
        var second = new Statement(
            Account, "ﾐﾅﾄ", "JPY", new DateWindow(FirstDay.AddDays(3), FirstDay.AddDays(5)), first.Closing, first.Closing + 100, [Line(3, 100)]);

        Assert.Single(StatementMerge.Into(StatementMerge.Into(Empty, first).History, second).Added);
    }

    [Fact]
    public void A_day_that_both_windows_hold_inside_needs_no_balances()
    {
        var first = Unproven(0, 6, Line(3, 100), Line(3, 100));
        var second = Unproven(2, 9, Line(3, 100), Line(3, 100), Line(8, 300));

        var merged = StatementMerge.Into(StatementMerge.Into(Empty, first).History, second);

        Assert.Equal((1, 2, 0), (merged.Added.Count, merged.Known, merged.Conflicts.Count));
    }

    [Fact]
    public void Another_source_may_spell_a_line_differently_and_list_the_day_in_another_order()
    {
        var file = Of([Line(3, 100) with { Counterparty = "A" }, Line(3, -200)]);
        var page = Tell(Of([Line(3, -200), new StatementLine(FirstDay.AddDays(3), FirstDay.AddDays(3), 100, "振込 Ａ")]));

        var merged = StatementMerge.Into(StatementMerge.Into(Empty, file).History, page);

        Assert.Equal((0, 2), (merged.Added.Count, merged.Known));
    }

    [Fact]
    public void A_statement_of_another_account_is_a_mistake_of_the_caller() =>
        Assert.Throws<ArgumentException>(() => StatementMerge.Into(AccountHistory.Empty(Warifu.Wire.AccountKey.Parse("9972-001-2-7654321")), Of([])));

    private static StatementLine Line(int day, decimal amount) => new(FirstDay.AddDays(day), FirstDay.AddDays(day), amount, "ﾌﾘｺﾐ");

    private static Statement Unproven(int first, int last, params StatementLine[] lines) =>
        new(Account, "ﾐﾅﾄ", "JPY", new DateWindow(FirstDay.AddDays(first), FirstDay.AddDays(last)), null, null, lines);
}
