using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Warifu.Bank.Consents.Links;
using Warifu.Bank.Sweeps;

namespace Warifu.Journeys;

/// <summary>Its user is told in time and allows it anew: the link stays the same one, without a gap, and each consent has its receipt.</summary>
public sealed class WhenALinkNearsItsEnd(TheWorld world)
{
    private const string Bank = "9972";
    private const string Contract = "0000720631";
    private const string User = "kamome91";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_allowed_anew_before_its_end_and_goes_on_without_a_gap()
    {
        await OwnContract.MakeAsync(world, "asagiri", Contract, (User, "master"));
        await OwnContract.OpenLinkedAccountAsync(world, Contract, "7206311");
        using var service = await LinkedService.RegisteredAsync(world, "link-near-its-end");
        var pc = OwnContract.PcOf(world, Bank, User, "master");
        var page = await (await world.BrowserAsync(User, pc, await pc.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        await page.LinkByCertificateAsync(await service.BeginAsync("accounts", "balances"));
        await page.GetByLabel("残高照会").UncheckAsync();
        await page.GoOnAsync();
        await page.AllowAsync();
        await page.ReachesAsync($"{service.RedirectUri}?*");
        var first = await service.FinishAsync(page.Url);
        var (grant, refresh) = (first.GetProperty("grant").GetString()!, first.GetProperty("refresh").GetString()!);

        await world.InBankAsync(Bank, "update api_grant set ends_at = @ends where grant_id = @grant::uuid", new { grant, ends = TimeProvider.System.GetUtcNow().AddDays(6) });
        await RemindAsync();
        var mail = await world.MailAsync(OwnContract.MailOf(User), "まもなく", Cancel);
        Assert.Contains("家計ノート", mail.Text, StringComparison.Ordinal);
        await page.SignInAsync(world, User, OwnContract.Password);
        await page.GetByText("API連携の期限がまもなく終わります").WaitForAsync();
        await page.LookAtAsync(world, "home-link-ending");
        await page.GotoAsync($"{world.CertFace}/manage/links?lang=ja");
        await page.GetByText("まもなく期限").WaitForAsync();
        await page.LookAtAsync(world, "links-ending");

        // He goes to the service and begins there; the link reads on in the meantime.
        var tab = await page.Context.NewPageAsync();
        await tab.LinkByCertificateAsync(await service.BeginAgainAsync(grant));
        Assert.Equal(200, await service.RefreshAndCallAsync(refresh));
        await tab.GoOnAsync();
        await tab.ReachesAsync("*/allow");
        await tab.LookAtAsync(world, "link-allow-anew");
        await tab.AllowAsync();
        await tab.ReachesAsync($"{service.RedirectUri}?*");
        Assert.Equal(200, await service.RefreshAndCallAsync(refresh));
        var second = await service.FinishAsync(tab.Url);
        Assert.Equal(grant, second.GetProperty("grant").GetString());
        Assert.Equal(["accounts", "balances"], second.GetProperty("details").EnumerateArray().Select(detail => detail.GetProperty("type").GetString()));
        Assert.Equal(200, (await service.CallAsync()).Status);

        await page.GotoAsync($"{world.CertFace}/manage/links?lang=ja");
        Assert.Equal(1, await page.Locator("section.link").CountAsync());
        Assert.Equal(0, await page.GetByText("まもなく期限").CountAsync());
        await page.SendAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "控えを見る" }).ClickAsync());
        Assert.Equal(["期限前の再許可", "はじめの許可"], await page.Locator("h2.consent").AllTextContentsAsync());
        Assert.Contains("残高照会", await page.TextContentAsync(".receipt >> nth=0"), StringComparison.Ordinal);
        Assert.DoesNotContain("残高照会", await page.TextContentAsync(".receipt >> nth=1"), StringComparison.Ordinal);
        await page.LookAtAsync(world, "link-receipts");
        await page.PrintAsync(world, "link-receipts", forDocs: true);
    }

    /// <summary>As every ten minutes.</summary>
    private async Task RemindAsync()
    {
        var services = world.World.Parties.Single(party => party.Services.GetService<Bank.Banks>() is not null).Services;
        await services.GetServices<IBankSweep>().OfType<LinkReminders>().Single().SweepAsync(world.World.Banks.Single(one => one.Name == "asagiri").Profile, Cancel);
    }
}
