using Microsoft.Playwright;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>A link goes on when its user changes his password, rests while he has no certificate, and goes on with his next one; another's is not touched.</summary>
public sealed class WhenALinkRests(TheWorld world)
{
    private const string Master = "kamome81";
    private const string User = "kamome82";
    private const string NewPassword = "Chosen-Login-2";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_rests_without_a_certificate_and_goes_on_with_the_next_one()
    {
        await OwnContract.MakeAsync(world, "asagiri", "0000720621", (Master, "master"), (User, "general"));
        await OwnContract.OpenLinkedAccountAsync(world, "0000720621", "7206211");
        using var service = await LinkedService.RegisteredAsync(world, "link-resting");
        using var other = await LinkedService.RegisteredAsync(world, "link-untouched");
        var pc = OwnContract.PcOf(world, "9972", User, "general");
        var held = await pc.CertificateAsync(Cancel);
        var page = await (await world.BrowserAsync(User, pc, held, Cancel)).NewPageAsync();
        await LinkAsync(page, service);
        var office = OwnContract.PcOf(world, "9972", Master, "master");
        var master = await (await world.BrowserAsync(Master, office, await office.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        await LinkAsync(master, other);

        await page.SignInAsync(world, User, OwnContract.Password);
        await page.GotoAsync($"{world.CertFace}/password?lang=ja");
        foreach (var (field, value) in ((string, string)[])[("Current", OwnContract.Password), ("Next", NewPassword), ("Again", NewPassword)])
            await page.FillAsync($"#{field}", value);
        await page.SendAsync(() => page.Locator("main form[method=post] .actions button").ClickAsync());
        await page.GetByText("パスワードを変更しました").WaitForAsync();
        Assert.Equal(200, (await service.CallAsync()).Status);

        await master.SignInAsync(world, Master, OwnContract.Password);
        await RevokeAsync(master);
        Assert.Equal(401, (await service.CallAsync()).Status);
        Assert.Equal(200, (await other.CallAsync()).Status);
        await master.GotoAsync($"{world.CertFace}/manage/links?lang=ja");
        Assert.Equal(["連携中", "休止中"], (await master.Locator("section.link .state").AllTextContentsAsync()).Order(StringComparer.Ordinal).Reverse());
        await master.LookAtAsync(world, "links-resting");

        held.Remove(pc.Folder, pc.Vault);
        await world.PcOf(new Description.BankUser(new("9972"), User, "general", NewPassword, OwnContract.Confirmation)).CertificateAsync(Cancel);
        Assert.Equal(200, (await service.CallAsync()).Status);
    }

    private static async Task LinkAsync(IPage page, LinkedService service)
    {
        await page.LinkByCertificateAsync(await service.BeginAsync("accounts"));
        await page.AllowAsync();
        await page.ReachesAsync($"{service.RedirectUri}?*");
        await service.FinishAsync(page.Url);
        Assert.Equal(200, (await service.CallAsync()).Status);
    }

    private async Task RevokeAsync(IPage master)
    {
        await master.GotoAsync($"{world.CertFace}/manage/users/certificates?lang=ja");
        await master.CheckAsync($"tr[data-login-id={User}] input[name=user]");
        await master.ClickAsync("form.revoking button.danger");
        await master.GetByLabel("確認用パスワード").FillAsync(OwnContract.Confirmation);
        await master.SendAsync(() => master.ClickAsync("main form[method=post] button.danger"));
        Assert.Equal("BRSK020", await master.TextContentAsync(".screen"));
    }
}
