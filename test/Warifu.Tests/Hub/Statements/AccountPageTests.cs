using System.Net;
using System.Text.RegularExpressions;
using Warifu.Hub.Statements;
using Warifu.Statements;
using Warifu.Tests.Hub.Retrievals;
using Warifu.Tests.Postgres;
using Warifu.Tests.Samples;

namespace Warifu.Tests.Hub.Statements;

public sealed class AccountPageTests(TestCluster cluster)
{
    private static readonly Statement Sample = MinatoCompany.File().Accounts[0].Statement;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_shows_lines_running_balance_proof_and_picture()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        using var agent = await hub.PairAsync(office);
        await agent.DeliverAsync(await hub.LinkAsync(office), Sample);
        using var visitor = await Visitor.SignedInAsync(hub);

        await visitor.OpenAsync($"/accounts/{Sample.Account}");

        Assert.Contains("証明済み", visitor.Page, StringComparison.Ordinal);
        Assert.Contains($"{Sample.Opening:#,##0}円", visitor.Page, StringComparison.Ordinal);
        Assert.Contains($"{Sample.Closing:#,##0}円", visitor.Page, StringComparison.Ordinal);
        Assert.Contains($"明細 {Sample.Lines.Count} 件", visitor.Page, StringComparison.Ordinal);
        Assert.Contains("<path class=\"path\" d=\"M96 ", visitor.Page, StringComparison.Ordinal);
        Assert.Equal(AccountStatement.PageSize, Regex.Count(visitor.Page, "class=\"amount balance\" data-label"));
    }

    [Fact]
    public async Task An_account_the_office_does_not_have_is_not_there()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        await hub.OpenOfficeAsync();
        using var visitor = await Visitor.SignedInAsync(hub);
        foreach (var path in (string[])["/accounts/9972-001-1-1234567", "/accounts/nonsense"])
        {
            await visitor.OpenAsync(path);
            Assert.Equal(HttpStatusCode.NotFound, visitor.Status);
        }
    }

    [Fact]
    public async Task Paging_walks_every_line_once_even_when_lines_come_in_between()
    {
        await using var hub = await HubWorld.StartAsync(cluster);
        var office = await hub.OpenOfficeAsync();
        var link = await hub.LinkAsync(office);
        using var agent = await hub.PairAsync(office);
        await agent.DeliverAsync(link, RetrievalTests.Part("2026-09-01", "2026-11-20"));
        Task<AccountStatement?> ReadAsync(long? before, long? after) =>
            AccountStatement.ReadAsync(hub.Database, office.ToString(), Sample.Account, before, after, Cancel);

        var page = (await ReadAsync(null, null))!.Page;
        var seen = page.Lines.Select(line => line.LineId).ToList();
        await agent.DeliverAsync(link, RetrievalTests.Part("2026-08-01", "2026-08-31"));
        while (page.Older is { } older)
        {
            page = (await ReadAsync(older, null))!.Page;
            seen.InsertRange(0, page.Lines.Select(line => line.LineId));
        }

        Assert.Equal(Sample.Lines.Count, seen.Count);
        Assert.Equal(seen.Count, seen.Distinct().Count());
        var forward = new List<long>(page.Lines.Select(line => line.LineId));
        while (page.Newer is { } newer)
        {
            page = (await ReadAsync(null, newer))!.Page;
            forward.AddRange(page.Lines.Select(line => line.LineId));
        }

        Assert.Equal(seen, forward);
    }
}
