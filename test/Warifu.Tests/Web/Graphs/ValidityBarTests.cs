using Warifu.Web.Graphs;

namespace Warifu.Tests.Web.Graphs;

public sealed class ValidityBarTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(-1, 0, 100)]
    [InlineData(50, 50, 50)]
    [InlineData(150, 100, 0)]
    public void The_bar_never_leaves_its_frame(int day, int percent, int left)
    {
        var bar = new ValidityBar(Start, Start.AddDays(100), Start.AddDays(day), TimeSpan.FromDays(40));
        Assert.Equal((percent, Start.AddDays(60)), (bar.At(bar.Now), bar.RenewableFrom));
        Assert.Equal(left, Math.Min(100, bar.DaysLeft));
    }
}
