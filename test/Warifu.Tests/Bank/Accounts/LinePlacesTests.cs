using Warifu.Bank.Accounts;
using Warifu.Statements;

namespace Warifu.Tests.Bank.Accounts;

public sealed class LinePlacesTests
{
    private static StatementLine Line() => new(new(2026, 11, 21), new(2026, 11, 21), 1, "");

    [Fact]
    public void New_lines_go_between_and_behind_those_already_there()
    {
        var day = Enumerable.Range(0, 5).Select(_ => Line()).ToList();
        var kept = new Dictionary<StatementLine, int>(ReferenceEqualityComparer.Instance) { [day[1]] = 1000, [day[3]] = 2000 };
        Assert.Equal([500, 1500, 3000], LinePlaces.Of(day, kept).Select(one => one.Place));
    }

    [Fact]
    public void The_first_lines_of_a_day_leave_room_between_them()
    {
        var day = Enumerable.Range(0, 3).Select(_ => Line()).ToList();
        Assert.Equal([1000, 2000, 3000], LinePlaces.Of(day, new Dictionary<StatementLine, int>()).Select(one => one.Place));
    }
}
