using Microsoft.Playwright;

namespace Warifu.Journeys;

/// <summary>Seed 002, out of the usual order: refused, given up, skipped pages, another language, back, a double click, too late, by ID and password.</summary>
public sealed class WhenALinkGoesAnotherWay(TheWorld world)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_scope_and_registered_accounts_lead_to_the_consent_which_is_refused_and_not_asked_again()
    {
        await OwnContract.MakeAsync(world, "asagiri", "0000720611", ("kamome71", "master"));
        await OwnContract.OpenLinkedAccountAsync(world, "0000720611", "7206111");
        using var service = await LinkedService.RegisteredAsync(world, "link-refused");
        var page = await PageAsync("kamome71");
        var address = await service.BeginAsync("balances");
        await page.LinkByCertificateAsync(address);
        Assert.EndsWith("/allow", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
        await page.LookAtAsync(world, "link-allow-single");
        await page.GetByRole(AriaRole.Button, new() { Name = "拒否", Exact = true }).ClickAsync();
        await page.ReachesAsync($"{service.RedirectUri}?*");
        Assert.Contains("error=access_denied", page.Url, StringComparison.Ordinal);
        await page.GotoAsync(address);
        Assert.Equal("request-uri-used", await page.TextContentAsync(".alert .code code"));
        await page.LookAtAsync(world, "link-answered");
    }

    [Fact]
    public async Task Given_up_on_the_way_the_service_hears_that_it_was_refused()
    {
        await OwnContract.MakeAsync(world, "asagiri", "0000720612", ("kamome72", "master"));
        using var service = await LinkedService.RegisteredAsync(world, "link-given-up");
        var page = await PageAsync("kamome72");
        await page.LinkByCertificateAsync(await service.BeginAsync("accounts", "balances"));
        await page.GetByRole(AriaRole.Button, new() { Name = "次へ" }).ClickAsync();
        await page.ReachesAsync("*/accounts");
        // It has no account at all.
        await page.LookAtAsync(world, "link-no-account");
        await page.GetByRole(AriaRole.Link, new() { Name = "連携をやめる" }).ClickAsync();
        await page.ReachesAsync("*/refuse");
        await page.LookAtAsync(world, "link-given-up");
        await page.GetByRole(AriaRole.Button, new() { Name = "連携をやめる" }).ClickAsync();
        await page.ReachesAsync($"{service.RedirectUri}?*");
        Assert.Contains("error=access_denied", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Language_back_a_second_tab_and_a_double_click_do_no_harm()
    {
        await OwnContract.MakeAsync(world, "asagiri", "0000720613", ("kamome73", "master"));
        await OwnContract.OpenLinkedAccountAsync(world, "0000720613", "7206131");
        using var service = await LinkedService.RegisteredAsync(world, "link-out-of-order");
        var page = await PageAsync("kamome73");
        var address = await service.BeginAsync("accounts", "balances");
        await page.LinkByCertificateAsync(address);
        await page.GetByLabel("残高照会").UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "次へ" }).ClickAsync();
        await page.ReachesAsync("*/allow");
        await page.GoBackAsync();
        await page.ReachesAsync("*/scopes");
        await page.ReloadAsync();
        Assert.False(await page.GetByLabel("残高照会").IsCheckedAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "次へ" }).ClickAsync();
        await page.ReachesAsync("*/allow");

        // A second tab takes the language along; the first shows what was read there before anything is allowed.
        var second = await page.Context.NewPageAsync();
        await second.GotoAsync(page.Url);
        await second.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Allow", Exact = true }).WaitForAsync();
        await page.GetByLabel("許可手続きを継続する").CheckAsync();
        await page.SendAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "許可", Exact = true }).ClickAsync());
        Assert.Equal("consent-shown-other", await page.TextContentAsync(".alert .code code"));
        await page.SendAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "日本語" }).ClickAsync());
        await page.GetByLabel("許可手続きを継続する").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "許可", Exact = true }).DblClickAsync();
        await page.ReachesAsync($"{service.RedirectUri}?*");
        await service.FinishAsync(page.Url);
        Assert.Equal(200, (await service.CallAsync()).Status);
        Assert.Equal(1, Assert.Single(await world.OfBankAsync<int>("9972", "select count(*)::int from api_grant where contract_id = '0000720613'", new { })));
    }

    [Fact]
    public async Task Half_an_hour_later_it_is_over_and_the_page_says_where_to_begin()
    {
        await OwnContract.MakeAsync(world, "asagiri", "0000720614", ("kamome74", "master"));
        using var service = await LinkedService.RegisteredAsync(world, "link-too-late");
        var page = await PageAsync("kamome74");
        await page.LinkByCertificateAsync(await service.BeginAsync("accounts", "balances"));
        await world.InBankAsync("9972", "update consent set opened_at = opened_at - interval '31 minutes' where client_id = @ClientId", new { service.ClientId });
        await page.SendAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "次へ" }).ClickAsync());
        Assert.Equal("request-uri-unknown", await page.TextContentAsync(".alert .code code"));
        await page.LookAtAsync(world, "link-too-late");
    }

    [Fact]
    public async Task A_contract_by_ID_allows_without_a_certificate()
    {
        await OwnContract.MakeAsync(world, "asagiri", "0000720615", ("kamome75", "master"));
        await OwnContract.OpenLinkedAccountAsync(world, "0000720615", "7206151");
        await world.InBankAsync("9972", "update contract set sign_in_method = 'id', certificate_method_since = null where contract_id = '0000720615'", new { });
        using var service = await LinkedService.RegisteredAsync(world, "link-by-id");
        var page = await (await world.BrowserAsync("kamome75", null, null, Cancel)).NewPageAsync();
        await page.GotoAsync(await service.BeginAsync("accounts"));
        await page.GotoAsync($"{page.Url.Split('?')[0]}?lang=ja");
        foreach (var password in (string[])["wrong", OwnContract.Password])
        {
            await page.GetByLabel("ログインID").FillAsync("kamome75");
            await page.GetByLabel("ログインパスワード").FillAsync(password);
            await page.SendAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "API連携", Exact = true }).ClickAsync());
            if (password == "wrong")
                Assert.Equal("sign-in-by-id-refused", await page.TextContentAsync(".alert .code code"));
        }
        await page.ReachesAsync($"{world.WwwFace}/consents/*/allow");
        await page.LookAtAsync(world, "link-allow-by-id");
        await page.GetByLabel("許可手続きを継続する").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "許可", Exact = true }).ClickAsync();
        await page.ReachesAsync($"{service.RedirectUri}?*");
        await service.FinishAsync(page.Url);
        Assert.Equal(200, (await service.CallAsync()).Status);
    }

    private async Task<IPage> PageAsync(string user)
    {
        var pc = OwnContract.PcOf(world, "9972", user, "master");
        return await (await world.BrowserAsync(user, pc, await pc.CertificateAsync(Cancel), Cancel)).NewPageAsync();
    }
}
