using System.Net;
using System.Text.RegularExpressions;
using Warifu.Statements;
using Warifu.Tests.Postgres;
using Warifu.Wire;

namespace Warifu.Tests.Hub.Statements;

public sealed class ConflictTests(TestCluster cluster)
{
    private static readonly AccountKey Account = AccountKey.Parse("9972-001-1-1234567");
    private static readonly DateOnly Day = new(2026, 8, 3);

    /// <summary>Two windows that meet on a day and both hold an equal line, from a source that tells no balance.</summary>
    private static readonly Statement Before = Unproven(Day.AddDays(-2), Day);
    private static readonly Statement After = Unproven(Day, Day.AddDays(2));

    [Theory]
    [InlineData("true", 1)]
    [InlineData("false", 2)]
    public async Task A_person_says_whether_an_equal_line_is_the_same_and_it_is_asked_once(string same, int lines)
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var link = await hub.LinkAsync(office);
        using var agent = await hub.PairAsync(office);
        await agent.DeliverAsync(link, Before);
        var second = await agent.DeliverAsync(link, After);
        Assert.Equal((0, 0, 1, false), (second.Added, second.Known, second.Total, second.Proven));
        using var visitor = await Visitor.SignedInAsync(hub);
        await visitor.OpenAsync($"/accounts/{Account}");
        Assert.Contains("同じ明細か、別の明細か", visitor.Page, StringComparison.Ordinal);
        var form = Regex.Match(visitor.Page, "action=\"([^\"]*conflict=[^\"]*)\"").Groups[1].Value;

        await visitor.PostAsync(form, ("same", same));
        Assert.Contains($"全 {lines} 件", visitor.Page, StringComparison.Ordinal);
        Assert.DoesNotContain("同じ明細か、別の明細か", visitor.Page, StringComparison.Ordinal);
        await visitor.PostAsync(form, ("same", same));
        Assert.Equal(HttpStatusCode.Conflict, visitor.Status);

        Assert.Equal(lines, (await agent.DeliverAsync(link, After)).Total);
        await visitor.OpenAsync($"/accounts/{Account}");
        Assert.DoesNotContain("同じ明細か、別の明細か", visitor.Page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conflict_of_another_office_cannot_be_decided()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        await hub.OpenOfficeAsync("other@office.test");
        var link = await hub.LinkAsync(office);
        using var agent = await hub.PairAsync(office);
        await agent.DeliverAsync(link, Before);
        await agent.DeliverAsync(link, After);
        using var stranger = await Visitor.SignedInAsync(hub, "other@office.test");
        await stranger.OpenAsync("/links");

        await stranger.PostAsync($"/accounts/{Account}?conflict=1&handler=Decide", ("same", "false"));

        Assert.Contains("conflict-decided", stranger.Page, StringComparison.Ordinal);
        Assert.Equal(1, (await agent.DeliverAsync(link, After)).Total);
    }

    private static Statement Unproven(DateOnly from, DateOnly to) =>
        new(Account, "", "JPY", new DateWindow(from, to), null, null, [new StatementLine(Day, Day, 100, "ﾌﾘｺﾐ")]);
}
