using Microsoft.Playwright;

namespace Warifu.Journeys;

/// <summary>Three wrong entries lock, and the user learns of it by mail and at home until he has seen it.</summary>
public sealed class WhenSomebodyMistypesPasswords(TheWorld world)
{
    private const string User = "kamome61";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_lock_is_told_by_mail_and_on_the_home_page()
    {
        await OwnContract.MakeAsync(world, "asagiri", "0000720601", (User, "master"));
        var pc = OwnContract.PcOf(world, "9972", User, "master");
        var page = await (await world.BrowserAsync(User, pc, await pc.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        await page.SignInAsync(world, User, OwnContract.Password);
        for (var n = 0; n < 3; n++)
        {
            await page.GotoAsync($"{world.CertFace}/password?lang=ja");
            await page.Locator("#Current").FillAsync("wrong-0");
            await page.Locator("#Next").FillAsync("Chosen-0001");
            await page.Locator("#Again").FillAsync("Chosen-0001");
            await page.Locator("main form[method=post] .actions button").ClickAsync();
            Assert.Equal("wrong-current-password", await page.TextContentAsync(".alert .code code"));
        }
        await page.GotoAsync($"{world.CertFace}/");
        await page.LookAtAsync(world, "home-with-notice");
        Assert.Contains("次の手続きがロックされました", await page.TextContentAsync(".unseen"), StringComparison.Ordinal);
        await world.MailAsync(OwnContract.MailOf(User), "ロックされました", Cancel);
        await page.GetByRole(AriaRole.Button, new() { Name = "確認しました" }).PressAsync("Enter");
        await page.ReachesAsync($"{world.CertFace}/");
        Assert.Equal(0, await page.Locator(".unseen").CountAsync());
    }
}
