using System.Text;
using Warifu.Bank.History;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.History;

/// <summary>操作履歴照会 of seed 003, BSSK001.</summary>
public sealed class HistoryPageTests(TestCluster cluster)
{
    [Fact]
    public async Task Who_manages_users_sees_what_all_of_his_company_did_with_place_and_certificate()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var general = await bank.SignedInAsync("minato03");
        using var browser = await bank.SignedInAsync("minato02");
        await browser.FollowAsync("nav.menu a[href='/manage']");
        await browser.FollowAsync("a[href='/manage/history']");
        Assert.Equal(["minato02", "minato03"], browser.Page.QuerySelectorAll("table.history tbody tr td:nth-child(2)").Select(cell => cell.TextContent));
        var serial = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<string>(
            "select k.serial from certificate k join customer_user u using (bank_code, user_id) where u.login_id = 'minato03'"), TestContext.Current.CancellationToken);
        Assert.Contains("ログイン", browser.Text("table.history tbody tr:nth-child(2)"), StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", browser.Text("table.history tbody tr:nth-child(2)"), StringComparison.Ordinal);
        Assert.Contains(serial, browser.Text("table.history tbody tr:nth-child(2)"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_general_user_sees_his_own_alone_whatever_he_asks_for()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var administrator = await bank.SignedInAsync("minato02");
        using var browser = await bank.SignedInAsync("minato03");
        await browser.OpenAsync(bank.Cert("/manage/history?by=minato02"));
        Assert.Equal(["minato03"], browser.Page.QuerySelectorAll("table.history tbody tr td:nth-child(2)").Select(cell => cell.TextContent));
        Assert.Empty(browser.Page.QuerySelectorAll("#by"));
    }

    [Fact]
    public async Task Time_user_and_act_narrow_it()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await WriteAsync(bank, "minato01", Act.PasswordChanged, 3);
        bank.Time.Advance(TimeSpan.FromDays(2));
        await WriteAsync(bank, "minato02", Act.PasswordChanged, 2);
        using var browser = await bank.SignedInAsync("minato02");
        var today = bank.Time.GetUtcNow().ToOffset(TimeSpan.FromHours(9)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        foreach (var (query, count) in (IEnumerable<(string, int)>)[("", 6), ($"?from={today}", 3), ($"?from={today}&by=minato02&act=password-changed", 2), ("?by=minato01", 3), ("?act=signed-in", 1)])
        {
            await browser.OpenAsync(bank.Cert("/manage/history" + query));
            Assert.Equal(count, browser.Page.QuerySelectorAll("tr[data-act]").Length);
        }
        await browser.OpenAsync(bank.Cert($"/manage/history?from={today}&to=2020-01-01"));
        Assert.Equal("history-period-wrong", browser.Code);
        await browser.OpenAsync(bank.Cert("/manage/history?from=yesterday"));
        Assert.Equal("history-period-wrong", browser.Code);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_a_gap_while_new_acts_arrive()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await WriteAsync(bank, "minato01", Act.SignedOut, 60);
        using var browser = await bank.SignedInAsync("minato02");
        await browser.OpenAsync(bank.Cert("/manage/history"));
        var first = browser.Page.QuerySelectorAll("tr[data-act]").Length;
        await WriteAsync(bank, "minato01", Act.SignedOut, 10);
        await browser.FollowAsync("a[rel=next]");
        Assert.Equal((50, 11), (first, browser.Page.QuerySelectorAll("tr[data-act]").Length));
        Assert.Null(browser.Page.QuerySelector("a[rel=next]"));
    }

    [Fact]
    public async Task The_file_says_the_same_and_starts_no_formula()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.Database.InTenantAsync(TestBank.Code, work => new HistoryEntry(TestBank.Minato.Id, "minato01", null)
            .WriteAsync(work, Act.SignedOut, "=1+1,\"two\"", bank.Time.GetUtcNow()), TestContext.Current.CancellationToken);
        using var browser = await bank.SignedInAsync("minato02");
        await browser.OpenAsync(bank.Cert("/manage/history?by=minato01"));
        var text = Encoding.UTF8.GetString(await browser.DownloadAsync("#csv"));
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Contains("\"minato01\",\"ログアウト\",\"'=1+1,\"\"two\"\"\"", lines[1], StringComparison.Ordinal);
    }

    private static Task WriteAsync(TestBank bank, string by, Act act, int times) => bank.Database.InTenantAsync(TestBank.Code, async work =>
    {
        for (var n = 0; n < times; n++)
            await new HistoryEntry(TestBank.Minato.Id, by, "192.0.2.1").WriteAsync(work, act, null, bank.Time.GetUtcNow());
    }, TestContext.Current.CancellationToken);
}
