using Microsoft.Playwright;

namespace Warifu.Journeys;

/// <summary>An account whose inquiry PIN was mistyped three times is stopped, and no other: the customer is told, and what opens it again.</summary>
public sealed class WhenALinkMeetsWrongPins(TheWorld world)
{
    private const string Bank = "9972";
    private const string Contract = "0000720633";
    private const string User = "kamome94";
    private const string Pin = "2580";
    private const string Stopped = "9972-001-1-7206331";
    private const string Other = "9972-001-1-7206332";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_account_is_stopped_until_its_pin_is_filed_anew_and_the_others_go_on()
    {
        await OwnContract.MakeAsync(world, "asagiri", Contract, (User, "master"));
        var asks = await world.StaffPageAsync("S0101", Cancel);
        var approves = await world.StaffPageAsync("S0102", Cancel);
        foreach (var account in (string[])[Stopped, Other])
        {
            await OwnContract.OpenAccountAsync(world, Contract, account.Split('-')[^1]);
            await asks.FilePinAsync(world, approves, Contract, account, Pin);
        }
        using var service = await LinkedService.RegisteredAsync(world, "link-wrong-pins");
        var pc = OwnContract.PcOf(world, Bank, User, "master");
        var page = await (await world.BrowserAsync(User, pc, await pc.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        await page.LinkByCertificateAsync(await service.BeginAsync("accounts"));
        await page.ReachesAsync("*/accounts");
        for (var n = 0; n < 3; n++)
        {
            await EnterAsync(page, Stopped, "0000");
            if (n < 2)
                await page.SendAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "照会用暗証番号の追加登録" }).ClickAsync());
        }
        Assert.Contains("窓口で照会用暗証番号を届け出ると", await page.TextContentAsync("[data-alert=stopped]"), StringComparison.Ordinal);
        Assert.Contains("ほかの口座は、このまま", await page.TextContentAsync("[data-alert=stopped]"), StringComparison.Ordinal);
        await page.LookAtAsync(world, "link-pins-stopped", forDocs: true);

        await page.SendAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "照会用暗証番号の追加登録" }).ClickAsync());
        Assert.Equal(0, await page.Locator($"[name='Pins[{Stopped}]']").CountAsync());
        await page.LookAtAsync(world, "link-pins-other");
        await EnterAsync(page, Other, Pin);
        await page.SendAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "確定" }).ClickAsync());
        Assert.DoesNotContain("7206331", await page.TextContentAsync(".shown"), StringComparison.Ordinal);
        await page.AllowAsync();
        await page.ReachesAsync($"{service.RedirectUri}?*");
        await service.FinishAsync(page.Url);
        var (status, accounts) = await service.CallAsync();
        Assert.Equal(200, status);
        Assert.Equal(1, accounts.GetProperty("accounts").GetArrayLength());

        // On his paper two of staff file the PIN anew, and the next link takes the account in.
        await asks.FilePinAsync(world, approves, Contract, Stopped, Pin);
        using var next = await LinkedService.RegisteredAsync(world, "link-pins-anew");
        await page.LinkByCertificateAsync(await next.BeginAsync("accounts"));
        await page.ReachesAsync("*/accounts");
        Assert.Equal(0, await page.Locator("[data-alert=stopped]").CountAsync());
        await EnterAsync(page, Stopped, Pin);
        await page.SendAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "確定" }).ClickAsync());
        await page.AllowAsync();
        await page.ReachesAsync($"{next.RedirectUri}?*");
        await next.FinishAsync(page.Url);
        Assert.Equal(2, (await next.CallAsync()).Body.GetProperty("accounts").GetArrayLength());
    }

    private static async Task EnterAsync(IPage page, string account, string pin)
    {
        await page.FillAsync($"[name='Pins[{account}]']", pin);
        await page.GetByRole(AriaRole.Button, new() { Name = "登録", Exact = true }).ClickAsync();
        await page.ReachesAsync("*/accounts/result");
    }
}
