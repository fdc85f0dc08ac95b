using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>The bank's real server is killed at each step of a link. Nothing is lost that was answered, nothing is given twice, and each side learns how to go on.</summary>
[Trait("takes", "long")]
public sealed class KilledBankTests(TestCluster cluster)
{
    [Fact]
    public async Task In_the_middle_of_a_push_there_is_no_request_and_it_is_pushed_again()
    {
        await using var link = await KilledLink.StartAsync(cluster);
        await link.Node.KillInAsync("insert into consent", "consent", () => link.Service.PushAsync());
        await link.StartAgainAsync();
        Assert.Equal(0, await link.CountAsync("consent"));
        await link.Service.LinkAsync(link.Browser, KilledLink.User);
    }

    [Fact]
    public async Task In_the_middle_of_allowing_nothing_is_allowed_and_the_same_page_still_allows()
    {
        await using var link = await KilledLink.StartAsync(cluster);
        var page = await link.ToAllowAsync();
        await link.Node.KillInAsync("insert into api_grant", "api_grant", link.AllowAsync);
        await link.StartAgainAsync();
        Assert.Equal(0, await link.CountAsync("api_grant") + await link.CountAsync("consent where decided_at is not null") + await link.CountAsync("history where act = 'link-allowed'"));
        await link.Browser.OpenAsync(page.AbsoluteUri);
        await link.AllowAsync();
        Assert.StartsWith(link.Service.RedirectUri, link.Browser.Address!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal((1, 1), (await link.CountAsync("api_grant"), await link.CountAsync("history where act = 'link-allowed'")));
    }

    [Fact]
    public async Task Between_allowing_and_the_redirection_the_link_stands_and_its_user_reads_so_and_begins_again()
    {
        await using var link = await KilledLink.StartAsync(cluster);
        var page = await link.ToAllowAsync();
        await link.KillAfterAsync("consent where decided_at is not null", link.AllowAsync);
        await link.Browser.OpenAsync(page.AbsoluteUri);
        Assert.Equal("request-uri-used", link.Browser.Code);
        Assert.Contains("許可は記録されています", link.Browser.Text("main"), StringComparison.Ordinal);
        Assert.Equal((1, 1), (await link.CountAsync("api_grant where ended_at is null"), await link.CountAsync("history where act = 'link-allowed'")));
        Assert.Equal(0, await link.CountAsync("api_token"));
        var tokens = await link.Service.LinkAsync(link.Browser, KilledLink.User);
        Assert.Equal(200, (await link.Service.GetAsync("/accounts", tokens.Text("access_token"))).Status);
    }

    [Fact]
    public async Task Between_the_code_and_its_redemption_the_code_is_still_good_once()
    {
        await using var link = await KilledLink.StartAsync(cluster);
        var code = (await link.Service.ConsentAsync(link.Browser, KilledLink.User, await link.Service.PushAsync()))["code"];
        await link.Node.KillAsync();
        await link.StartAgainAsync();
        Assert.Equal(200, (await link.Service.RedeemAsync(code)).Status);
        Assert.Equal("code-used", (await link.Service.RedeemAsync(code)).Code());
    }

    [Fact]
    public async Task In_the_middle_of_a_redemption_the_code_is_not_used_up()
    {
        await using var link = await KilledLink.StartAsync(cluster);
        var code = (await link.Service.ConsentAsync(link.Browser, KilledLink.User, await link.Service.PushAsync()))["code"];
        await link.Node.KillInAsync("insert into api_token", "api_token", () => link.Service.RedeemAsync(code));
        await link.StartAgainAsync();
        Assert.Equal(0, await link.CountAsync("api_token") + await link.CountAsync("consent where code_used_at is not null"));
        var (status, tokens) = await link.Service.RedeemAsync(code);
        Assert.Equal(200, status);
        Assert.Equal(200, (await link.Service.GetAsync("/accounts", tokens.Text("access_token"))).Status);
    }

    [Fact]
    public async Task Between_a_redemption_and_its_answer_nobody_has_tokens_the_link_ends_when_the_code_comes_again_and_the_user_begins_anew()
    {
        await using var link = await KilledLink.StartAsync(cluster);
        var code = (await link.Service.ConsentAsync(link.Browser, KilledLink.User, await link.Service.PushAsync()))["code"];
        await link.KillAfterAsync("consent where code_used_at is not null", () => link.Service.RedeemAsync(code));
        Assert.Equal("code-used", (await link.Service.RedeemAsync(code)).Code());
        Assert.Equal(0, await link.CountAsync("api_token where revoked_at is null"));
        Assert.Equal((1, 1), (await link.CountAsync("api_grant where end_reason = 'code-reused'"), await link.CountAsync("notice where kind = 'link-withdrawn'")));
        var tokens = await link.Service.LinkAsync(link.Browser, KilledLink.User);
        Assert.Equal(200, (await link.Service.GetAsync("/accounts", tokens.Text("access_token"))).Status);
    }

    [Fact]
    public async Task In_the_middle_of_a_refresh_and_before_its_answer_the_refresh_token_stays_good()
    {
        await using var link = await KilledLink.StartAsync(cluster);
        var refresh = (await link.Service.LinkAsync(link.Browser, KilledLink.User)).Text("refresh_token");
        await link.Node.KillInAsync("insert into api_token", "api_token", () => link.Service.RefreshAsync(refresh));
        await link.StartAgainAsync();
        Assert.Equal(2, await link.CountAsync("api_token"));
        await link.KillAfterAsync("(select 1 from api_token having count(*) = 3) t", () => link.Service.RefreshAsync(refresh));
        var (status, tokens) = await link.Service.RefreshAsync(refresh);
        Assert.Equal(200, status);
        Assert.Equal(200, (await link.Service.GetAsync("/accounts", tokens.Text("access_token"))).Status);
    }

    [Fact]
    public async Task In_the_middle_of_a_revocation_all_of_it_is_done_or_nothing()
    {
        await using var link = await KilledLink.StartAsync(cluster);
        var tokens = await link.Service.LinkAsync(link.Browser, KilledLink.User);
        Task<(int Status, System.Text.Json.JsonElement Body)> RevokeAsync() => link.Service.PostAsync("/revocation", new() { ["token"] = tokens.Text("refresh_token") });
        await link.Node.KillInAsync("update api_token", "api_token", RevokeAsync);
        await link.StartAgainAsync();
        Assert.Equal(200, (await link.Service.GetAsync("/accounts", tokens.Text("access_token"))).Status);
        await link.KillAfterAsync("api_token where revoked_at is not null", RevokeAsync);
        Assert.Equal(0, await link.CountAsync("api_token where revoked_at is null"));
        Assert.Equal("token-invalid", (await link.Service.GetAsync("/accounts", tokens.Text("access_token"))).Code());
        Assert.Equal(200, (await RevokeAsync()).Status);
    }

    [Fact]
    public async Task In_the_middle_of_a_withdrawal_the_link_stands_until_it_is_withdrawn()
    {
        await using var link = await KilledLink.StartAsync(cluster);
        var tokens = await link.Service.LinkAsync(link.Browser, KilledLink.User);
        await link.Node.KillInAsync("insert into notice", "notice", () => link.Service.DeleteAsync($"/grants/{tokens.Text("grant_id")}", tokens.Text("access_token")));
        await link.StartAgainAsync();
        Assert.Equal(200, (await link.Service.GetAsync("/accounts", tokens.Text("access_token"))).Status);
        await link.KillAfterAsync("api_grant where ended_at is not null", () => link.Service.DeleteAsync($"/grants/{tokens.Text("grant_id")}", tokens.Text("access_token")));
        Assert.Equal("token-invalid", (await link.Service.GetAsync("/accounts", tokens.Text("access_token"))).Code());
        Assert.Equal(1, await link.CountAsync("history where act = 'link-withdrawn'"));
    }
}
