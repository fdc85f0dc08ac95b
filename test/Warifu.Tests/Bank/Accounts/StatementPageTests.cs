using System.Globalization;
using System.Net;
using Warifu.Statements.Formats.Zengin;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Accounts;

public sealed class StatementPageTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static byte[] Sample => File.ReadAllBytes(Path.Combine(Repository.Root, "samples", "asagiri-statement.zengin"));

    private async Task<TestBank> StartAsync()
    {
        var bank = await TestBank.StartAsync(cluster);
        Assert.Null((await bank.Operations.ImportStatementAsync(new("9972"), Sample, Cancel)).Refusal);
        return bank;
    }

    [Fact]
    public async Task Home_shows_the_accounts_with_their_balances()
    {
        await using var bank = await StartAsync();
        using var browser = await bank.SignedInAsync("minato03");
        var expected = ZenginReader.Read(Sample).File!.Accounts.Select(account => account.Statement);
        Assert.Equal(
            expected.Select(statement => $"{statement.Account}"),
            browser.Page.QuerySelectorAll("a.account-link").Select(link => link.GetAttribute("data-account")!));
        Assert.Contains(expected.First().Closing!.Value.ToString("#,##0", CultureInfo.InvariantCulture) + "円", browser.Text("table.accounts .balance"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Following_the_pages_gives_every_line_once_and_they_add_up()
    {
        await using var bank = await StartAsync();
        using var browser = await bank.SignedInAsync("minato03");
        await browser.OpenAsync(bank.Cert("/accounts/statement?account=9972-001-1-1234567&from=2026-08-01&to=2026-11-20"));
        var table = browser.Page.QuerySelector("table.statement")!;
        var (opening, closing, count) = (Number(table, "opening"), Number(table, "closing"), Number(table, "count"));
        var lines = new List<(string Key, long Amount, long Balance)>();
        while (true)
        {
            lines.AddRange(browser.Page.QuerySelectorAll("tr.line").Select(row => (row.GetAttribute("data-key")!, Number(row, "amount"), Number(row, "balance"))));
            if (browser.Page.QuerySelector("a[rel=next]") is null)
                break;
            await browser.FollowAsync("a[rel=next]");
        }
        Assert.Equal(count, lines.DistinctBy(line => line.Key).Count());
        Assert.Equal(closing, opening + lines.Sum(line => line.Amount));
        Assert.Equal(closing, lines[^1].Balance);
        Assert.True(count >= 400);
    }

    [Fact]
    public async Task Lines_added_while_paging_move_nothing()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        Assert.Null((await bank.Operations.ImportStatementAsync(new("9972"), StatementFiles.Part(Sample, new(2026, 9, 1), new(2026, 11, 20)), Cancel)).Refusal);
        using var browser = await bank.SignedInAsync("minato03");
        await browser.OpenAsync(bank.Cert("/accounts/statement?account=9972-001-1-1234567&from=2026-08-01&to=2026-11-20"));
        var seen = browser.Page.QuerySelectorAll("tr.line").Select(row => row.GetAttribute("data-key")!).ToList();
        var next = new Uri(browser.Address!, browser.Page.QuerySelector("a[rel=next]")!.GetAttribute("href")).AbsoluteUri;
        await browser.OpenAsync(next);
        var before = browser.Page.QuerySelectorAll("tr.line").Select(row => row.GetAttribute("data-key")!).ToList();
        Assert.Null((await bank.Operations.ImportStatementAsync(new("9972"), Sample, Cancel)).Refusal);
        await browser.OpenAsync(next);
        Assert.Equal(before, browser.Page.QuerySelectorAll("tr.line").Select(row => row.GetAttribute("data-key")!));
        Assert.Empty(before.Intersect(seen));
    }

    [Fact]
    public async Task The_download_is_the_file_that_was_imported()
    {
        await using var bank = await StartAsync();
        using var browser = await bank.SignedInAsync("minato03");
        await browser.OpenAsync(bank.Cert("/accounts/statement?account=9972-001-1-1234567&from=2026-08-01&to=2026-11-20"));
        var downloaded = ZenginReader.Read(await browser.DownloadAsync("#zengin")).Outcome.Value.Accounts.Single().Statement;
        var imported = ZenginReader.Read(Sample).File!.Accounts[0].Statement;
        Assert.Equal((imported.Opening, imported.Closing, imported.Window, imported.AccountName), (downloaded.Opening, downloaded.Closing, downloaded.Window, downloaded.AccountName));
        Assert.Equal(imported.Lines.Select(line => line with { ItemKey = null }), downloaded.Lines.Select(line => line with { ItemKey = null }));
    }

    [Fact]
    public async Task A_period_beyond_what_is_shown_is_cut_and_says_so()
    {
        await using var bank = await StartAsync();
        using var browser = await bank.SignedInAsync("minato03");
        await browser.OpenAsync(bank.Cert("/accounts/statement?from=2020-01-01&to=2030-01-01"));
        var table = browser.Page.QuerySelector("table.statement")!;
        Assert.Equal(("2026-08-01", "2026-11-21", "2026-08-01"), (table.GetAttribute("data-from"), table.GetAttribute("data-to"), table.GetAttribute("data-oldest")));
    }

    [Theory]
    [InlineData("account=9972-001-1-9999999", "account-unknown", HttpStatusCode.NotFound)]
    [InlineData("account=x", "account-unknown", HttpStatusCode.NotFound)]
    [InlineData("from=2026-11-02&to=2026-11-01", "period-wrong", HttpStatusCode.BadRequest)]
    [InlineData("from=yesterday", "period-wrong", HttpStatusCode.BadRequest)]
    [InlineData("after=x", "period-wrong", HttpStatusCode.BadRequest)]
    public async Task What_cannot_be_shown_is_refused_with_its_code(string query, string code, HttpStatusCode status)
    {
        await using var bank = await StartAsync();
        using var browser = await bank.SignedInAsync("minato03");
        await browser.OpenAsync(bank.Cert($"/accounts/statement?{query}"));
        Assert.Equal((status, code), (browser.Status, browser.Code));
    }

    [Fact]
    public async Task A_kind_of_user_without_the_right_sees_neither_menu_nor_page()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with
        {
            UserKinds = [.. profile.UserKinds.Select(kind => kind.Id == "general" ? kind with { Rights = [] } : kind)],
        });
        using var browser = await bank.SignedInAsync("minato03");
        Assert.Equal("ホーム 管理", browser.Text("nav.menu a"));
        foreach (var path in (string[])["/accounts/statement", "/manage/users/certificates"])
        {
            await browser.OpenAsync(bank.Cert(path));
            Assert.Equal((HttpStatusCode.Forbidden, "not-allowed"), (browser.Status, browser.Code));
        }
    }

    private static long Number(AngleSharp.Dom.IElement element, string name) => long.Parse(element.GetAttribute($"data-{name}")!, CultureInfo.InvariantCulture);
}
