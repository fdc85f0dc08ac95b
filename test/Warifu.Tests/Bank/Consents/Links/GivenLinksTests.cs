using System.Net;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents.Links;

/// <summary>Mission C6: links are seen by who gave them and by who manages his company's users, and withdrawn at once.</summary>
public sealed class GivenLinksTests(TestCluster cluster)
{
    [Fact]
    public async Task A_link_is_seen_with_what_it_may_and_withdrawn_it_is_refused_at_the_next_call()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await bank.SignedInAsync("minato03");
        var tokens = await service.LinkAsync(browser, "minato03");
        var access = tokens.GetProperty("access_token").GetString()!;
        Assert.Equal(200, (await service.GetAsync("/accounts", access)).Status);

        await browser.OpenAsync(bank.Cert("/manage/links"));
        Assert.Contains("家計ノート（株式会社みなもと）", browser.Text("section.link h2"), StringComparison.Ordinal);
        Assert.Contains("残高照会", browser.Text("section.link"), StringComparison.Ordinal);
        await browser.FollowAsync("section.link a[href*=withdraw]");
        await browser.SubmitAllAsync("form.card", [("grant", tokens.GetProperty("grant_id").GetString()!)]);
        Assert.Contains("連携を解除しました", browser.Text(".done"), StringComparison.Ordinal);
        Assert.Contains("解除済み", browser.Text("section.link h2"), StringComparison.Ordinal);
        Assert.Equal(401, (await service.GetAsync("/accounts", access)).Status);
        Assert.Equal(400, (await service.RefreshAsync(tokens.GetProperty("refresh_token").GetString()!)).Status);
        Assert.Contains("link-withdrawn", await bank.ActsAsync());
    }

    [Fact]
    public async Task Who_manages_users_sees_and_withdraws_theirs_and_nobody_else_does()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var giver = bank.Browser(await bank.CertificateOfAsync("minato02"));
        var grant = (await service.LinkAsync(giver, "minato02")).GetProperty("grant_id").GetString()!;

        using var colleague = await bank.SignedInAsync("minato03");
        await colleague.OpenAsync(bank.Cert("/manage/links"));
        Assert.Null(colleague.Page.QuerySelector("section.link"));
        await colleague.OpenAsync(bank.Cert($"/manage/links/withdraw?grant={grant}"));
        Assert.Equal(HttpStatusCode.NotFound, colleague.Status);

        using var master = await bank.SignedInAsync("minato01");
        await master.OpenAsync(bank.Cert($"/manage/links/withdraw?grant={grant}"));
        await master.SubmitAllAsync("form.card", [("grant", grant)]);
        Assert.Contains("解除済み", master.Text("section.link h2"), StringComparison.Ordinal);
        Assert.Contains("家計ノート", (await bank.LettersAsync())[^1].Text, StringComparison.Ordinal);
    }
}
