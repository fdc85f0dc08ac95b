using Warifu.Web.Graphs;

namespace Warifu.Tests.Web.Graphs;

public sealed class BalanceGraphTests
{
    private static BalanceGraph Graph(params decimal[] balances) =>
        BalanceGraph.Of([.. balances.Select((balance, at) => new DayBalance(new DateOnly(2026, 10, 30).AddDays(at), balance))])!;

    [Fact]
    public void One_day_is_no_graph() => Assert.Null(BalanceGraph.Of([new(new(2026, 11, 1), 5)]));

    [Fact]
    public void It_tells_its_lowest_and_highest_day()
    {
        var graph = Graph(500, 100, 900, 700);
        Assert.Equal((new DateOnly(2026, 10, 31), 100m), (graph.Lowest.Day, graph.Lowest.Balance));
        Assert.Equal((new DateOnly(2026, 11, 1), 900m), (graph.Highest.Day, graph.Highest.Balance));
    }

    [Fact]
    public void Its_levels_hold_every_balance_and_nought()
    {
        var graph = Graph(-120, 350, 980);
        Assert.InRange(-120, graph.Levels[0], graph.Levels[^1]);
        Assert.InRange(980, graph.Levels[0], graph.Levels[^1]);
        Assert.Contains(0, graph.Levels);
        Assert.InRange(graph.Levels.Count, 3, 8);
    }

    [Fact]
    public void It_names_the_months_that_begin_within_it() => Assert.Equal([new DateOnly(2026, 11, 1)], Graph(1, 2, 3, 4).Months);

    [Fact]
    public void A_balance_of_nought_all_the_time_is_drawn_too() => Assert.StartsWith("M96 ", Graph(0, 0).Path, StringComparison.Ordinal);
}
