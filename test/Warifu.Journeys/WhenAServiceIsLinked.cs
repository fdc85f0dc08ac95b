using Microsoft.Playwright;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>
/// Seed 002: staff register a service, a user of the credit union allows it to read his accounts, and withdraws that again. The services are programs
/// written with two OAuth libraries of others.
/// </summary>
public sealed class WhenAServiceIsLinked(TheWorld world)
{
    private const string Pin = "4321";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Registered_by_two_of_staff_allowed_page_by_page_used_and_withdrawn()
    {
        using var service = new LinkedService(world, "kakeibo", "openid-client", "private_key_jwt", "dpop");
        var asks = await world.StaffPageAsync("S0101", Cancel);
        var approves = await world.StaffPageAsync("S0102", Cancel);
        await asks.GotoAsync($"{world.StaffFace}/requests/new?act=register-client");
        await asks.LookAtAsync(world, "staff-register-client");
        await asks.GetByLabel("申込書の番号").FillAsync("届-2026-0601");
        await asks.Locator("#Detail").FillAsync(service.Registration);
        await asks.HandToAsync(approves);
        await approves.LookAtAsync(world, "staff-approve-client");
        await approves.ApproveAsync();
        foreach (var (contract, account) in await AccountsAsync())
            await asks.FilePinAsync(world, approves, contract, account, Pin);

        // Another journey may have left its accounts registered.
        await world.InBankAsync("9972", "update inquiry_account set registered_at = null, failures = 0", new { });
        var pc = world.PcOf(People.Master);
        var page = await (await world.BrowserAsync(People.Master, pc, await pc.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        await page.GotoAsync($"{world.WwwFace}/developers");
        await page.LookAtAsync(world, "developers");
        await page.GotoAsync(await service.BeginAsync("accounts", "balances", "transactions"));
        await page.LookAtAsync(world, "link-terms", forDocs: true);
        await page.GetByRole(AriaRole.Link, new() { Name = "電子証明書ログイン" }).ClickAsync();
        await page.LookAtAsync(world, "link-password");
        await page.GetByLabel("ログインパスワード").FillAsync(world.Told.Of(People.Master).Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "API連携", Exact = true }).ClickAsync();
        await page.LookAtAsync(world, "link-scopes", forDocs: true);
        // By keyboard alone: the second is not wanted.
        await page.GetByLabel("残高照会").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { Name = "次へ" }).ClickAsync();
        await page.LookAtAsync(world, "link-pins", forDocs: true);
        await EnterPinAsync(page, "0000");
        await page.GetByText("照会用暗証番号が違う口座があります").WaitForAsync();
        await page.LookAtAsync(world, "link-pins-wrong");
        await page.GetByRole(AriaRole.Link, new() { Name = "照会用暗証番号の追加登録" }).ClickAsync();
        await EnterPinAsync(page, Pin);
        await page.LookAtAsync(world, "link-pins-result");
        await page.GetByRole(AriaRole.Link, new() { Name = "確定" }).ClickAsync();
        await page.LookAtAsync(world, "link-allow", forDocs: true);
        await page.GetByRole(AriaRole.Button, new() { Name = "許可", Exact = true }).ClickAsync();
        Assert.Equal("consent-not-ticked", await page.TextContentAsync(".alert .code code"));
        await page.GetByLabel("許可手続きを継続する").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "許可", Exact = true }).ClickAsync();
        await page.ReachesAsync($"{service.RedirectUri}?*");
        var tokens = await service.FinishAsync(page.Url);
        Assert.Equal("dpop", tokens.GetProperty("tokenType").GetString());
        Assert.Equal(["accounts", "transactions"], tokens.GetProperty("details").EnumerateArray().Select(detail => detail.GetProperty("type").GetString()));
        var (status, accounts) = await service.CallAsync();
        Assert.Equal(200, status);
        Assert.Contains(world.World.MainAccount.ToString(), accounts.GetRawText(), StringComparison.Ordinal);

        await page.SignInAsync(world, People.Master);
        await page.GotoAsync($"{world.CertFace}/manage/links");
        await page.LookAtAsync(world, "links", forDocs: true);
        await asks.GotoAsync($"{world.StaffFace}/contracts/{(await AccountsAsync())[0].Contract}");
        await asks.Locator("table.links").ScrollIntoViewIfNeededAsync();
        await asks.LookAtAsync(world, "staff-contract-links");
        await asks.Locator("table.links tr", new() { HasText = "kakeibo" }).GetByRole(AriaRole.Link, new() { Name = "API連携の解除" }).ClickAsync();
        Assert.Contains("家計ノート", await asks.TextContentAsync("form.card"), StringComparison.Ordinal);
        await asks.LookAtAsync(world, "staff-end-links");
        await page.Locator("section.link[data-client=kakeibo] a[href*=receipts]").ClickAsync();
        await page.LookAtAsync(world, "link-receipt", forDocs: true);
        await page.GotoAsync($"{world.CertFace}/manage/links?lang=ja");
        await page.Locator("section.link[data-client=kakeibo] a[href*=withdraw]").ClickAsync();
        await page.LookAtAsync(world, "link-withdraw");
        await page.GetByRole(AriaRole.Button, new() { Name = "解除" }).ClickAsync();
        await page.GetByText("連携を解除しました").WaitForAsync();
        // The same program, on the connection that it has open.
        Assert.Equal(401, (await service.CallAsync()).Status);
    }

    [Theory]
    [InlineData("openid-client", "tls_client_auth", "mtls")]
    [InlineData("oauth4webapi", "private_key_jwt", "mtls")]
    [InlineData("oauth4webapi", "tls_client_auth", "dpop")]
    public async Task By_each_way_of_proof_a_library_of_others_gets_through(string library, string method, string sender)
    {
        var clientId = $"{library}-{method}-{sender}".Replace('_', '-');
        using var service = await LinkedService.RegisteredAsync(world, clientId, library, method, sender);
        await world.InBankAsync("9972", """
            insert into inquiry_account (bank_code, account_key, registered_at) select bank_code, account_key, made_at from account join contract using (bank_code, contract_id)
            on conflict (bank_code, account_key) do nothing
            """, new { });
        var pc = world.PcOf(People.Master);
        var page = await (await world.BrowserAsync(People.Master, pc, await pc.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        await page.GotoAsync($"{await service.BeginAsync("accounts")}&lang=ja");
        await page.GotoAsync($"{page.Url.Split('?')[0]}?lang=ja");
        await page.GetByRole(AriaRole.Link, new() { Name = "電子証明書ログイン" }).ClickAsync();
        await page.GetByLabel("ログインパスワード").FillAsync(world.Told.Of(People.Master).Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "API連携", Exact = true }).ClickAsync();
        await page.GetByLabel("許可手続きを継続する").Or(page.GetByText("登録せずに次へ")).First.WaitForAsync();
        if (await page.GetByText("登録せずに次へ").CountAsync() > 0)
            await page.GetByText("登録せずに次へ").ClickAsync();
        await page.GetByLabel("許可手続きを継続する").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "許可", Exact = true }).ClickAsync();
        await page.ReachesAsync($"{service.RedirectUri}?*");
        await service.FinishAsync(page.Url);
        Assert.Equal(200, (await service.CallAsync()).Status);
    }

    private static async Task EnterPinAsync(IPage page, string pin)
    {
        var account = page.Locator("fieldset.account").First;
        await account.Locator("input[type=checkbox]").CheckAsync();
        await account.Locator("input[type=password]").FillAsync(pin);
        await page.GetByRole(AriaRole.Button, new() { Name = "登録", Exact = true }).ClickAsync();
        await page.ReachesAsync("**/accounts/result**");
    }

    private Task<IReadOnlyList<(string Contract, string Account)>> AccountsAsync() => world.OfBankAsync<(string, string)>("9972", """
        select u.contract_id, a.account_key from customer_user u join account a on a.bank_code = u.bank_code and a.contract_id = u.contract_id
        where u.login_id = @user order by account_key
        """, new { user = People.Master });
}
