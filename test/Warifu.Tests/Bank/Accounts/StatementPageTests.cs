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

    [Theory]
    [InlineData("#csv", "\uFEFF\"照会口座\",\"番号\"")]
    [InlineData("#camt053", "<?xml version=\"1.0\" encoding=\"utf-8\"?>")]
    public async Task Every_line_of_the_period_is_in_each_file_and_the_download_stands_in_the_history(string link, string beginning)
    {
        await using var bank = await StartAsync();
        using var browser = await bank.SignedInAsync("minato03");
        await browser.OpenAsync(bank.Cert("/accounts/statement?account=9972-001-1-1234567&from=2026-10-01&to=2026-10-31"));
        var count = (int)Number(browser.Page.QuerySelector("table.statement")!, "count");
        var file = System.Text.Encoding.UTF8.GetString(await browser.DownloadAsync(link));
        Assert.StartsWith(beginning, file, StringComparison.Ordinal);
        Assert.Equal(count, link == "#csv" ? file.Split("\r\n").Length - 2 : file.Split("<Ntry>").Length - 1);
        Assert.Equal("statement-downloaded", (await bank.ActsAsync())[^1]);
    }

    [Fact]
    public async Task What_zengin_cannot_carry_is_refused_and_other_forms_are_named()
    {
        await using var bank = await StartAsync();
        using var browser = await bank.SignedInAsync("minato03");
        await bank.AsOwnerAsync("update statement_line set description = '振込'");
        await browser.OpenAsync(bank.Cert("/accounts/statement?handler=File&form=zengin"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "statement-form-cannot-carry"), (browser.Status, browser.Code));
        await browser.OpenAsync(bank.Cert("/accounts/statement?handler=File&form=pdf"));
        Assert.Equal((HttpStatusCode.NotFound, "statement-form-unknown"), (browser.Status, browser.Code));
        Assert.DoesNotContain("statement-downloaded", await bank.ActsAsync());
    }

    [Fact]
    public async Task The_graph_covers_the_whole_period_and_a_table_says_the_same()
    {
        await using var bank = await StartAsync();
        using var browser = await bank.SignedInAsync("minato03");
        await browser.OpenAsync(bank.Cert("/accounts/statement?account=9972-001-1-1234567&from=2026-08-01&to=2026-11-20"));
        var svg = browser.Page.QuerySelector("svg.graph")!;
        Assert.Equal(("img", "残高の推移"), (svg.GetAttribute("role"), browser.Page.GetElementById(svg.GetAttribute("aria-labelledby")!)!.TextContent));
        Assert.Contains("最低", browser.Page.GetElementById(svg.GetAttribute("aria-describedby")!)!.TextContent, StringComparison.Ordinal);
        var rows = browser.Page.QuerySelectorAll("details tbody tr");
        Assert.Equal(browser.Text("dd.balance"), rows[^1].QuerySelector("td")!.TextContent);
        Assert.True(rows.Length > 60);
        await browser.FollowAsync("a[rel=next]");
        Assert.Null(browser.Page.QuerySelector("svg.graph"));
    }

    [Fact]
    public async Task Home_tells_of_the_certificate_from_forty_days_before_its_end()
    {
        await using var bank = await StartAsync();
        var certificate = await bank.CertificateOfAsync("minato03");
        using (var early = await bank.SignedInAsync("minato03", certificate))
            Assert.Equal("現在、お知らせはありません。", early.Text("section[aria-labelledby=notices] p"));
        bank.Time.Advance(TimeSpan.FromDays(335));
        using var late = await bank.SignedInAsync("minato03", certificate);
        Assert.Contains("残り 30 日", late.Text(".notice .what"), StringComparison.Ordinal);
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
