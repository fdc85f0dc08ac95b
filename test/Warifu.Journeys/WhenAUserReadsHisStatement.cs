using Microsoft.Playwright;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>Seed 001, 2.2 and seed 003: sign in with certificate and password in Chromium, and read the statement.</summary>
public sealed class WhenAUserReadsHisStatement(TheWorld world)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task He_comes_from_the_public_page_by_his_certificate_and_password_to_every_line()
    {
        var pc = world.PcOf(People.Master);
        var browser = await world.BrowserAsync(People.Master, pc, await pc.CertificateAsync(Cancel), Cancel);
        var page = await browser.NewPageAsync();
        await page.GotoAsync(world.WwwFace);
        await page.LookAtAsync(world, "login", forDocs: true);
        await page.GotoAsync($"{world.WwwFace}/certificates");
        await page.LookAtAsync(world, "bsh5001");
        await page.GotoAsync($"{world.CertFace}/sign-in");
        await page.LookAtAsync(world, "sign-in");
        await page.SignInAsync(world, People.Master);
        Assert.Contains("株式会社みなと製作所", await page.TextContentAsync("main"), StringComparison.Ordinal);
        await page.LookAtAsync(world, "home");

        await page.Locator($"a.account-link[data-account='{world.World.MainAccount}']").ClickAsync();
        await page.LookAtAsync(world, "statement", forDocs: true);
        await page.GotoAsync($"{world.CertFace}/accounts/statement?account={world.World.MainAccount}&from=2026-08-01&to=2026-11-20");
        var count = int.Parse((await page.GetAttributeAsync("table.statement", "data-count"))!, System.Globalization.CultureInfo.InvariantCulture);
        Assert.True(count >= 400, $"{count} lines");
        var seen = new HashSet<string>();
        while (true)
        {
            foreach (var row in await page.Locator("tr.line").AllAsync())
                Assert.True(seen.Add((await row.GetAttributeAsync("data-key"))!), "A line stands on two pages.");
            if (await page.Locator("a[rel=next]").CountAsync() == 0)
                break;
            await page.ClickAsync("a[rel=next]");
        }
        Assert.Equal(count, seen.Count);
    }

    [Fact]
    public async Task A_browser_without_a_certificate_is_told_how_to_get_one()
    {
        var browser = await world.BrowserAsync("nobody", null, null, Cancel);
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"{world.CertFace}/sign-in");
        Assert.Equal("certificate-not-offered", await page.TextContentAsync(".alert .code code"));
        Assert.True(await page.GetByRole(AriaRole.Link, new() { Name = "証明書取得" }).CountAsync() > 0);
    }

    [Fact]
    public async Task The_whole_way_can_be_gone_by_keyboard_alone()
    {
        var pc = world.PcOf(People.Master);
        var browser = await world.BrowserAsync(People.Master, pc, await pc.CertificateAsync(Cancel), Cancel);
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"{world.CertFace}/sign-in?lang=ja");
        await page.GetByLabel("ログインパスワード").FocusAsync();
        await page.Keyboard.TypeAsync(world.Told.Of(People.Master).Password);
        await page.Keyboard.PressAsync("Enter");
        await page.ReachesAsync($"{world.CertFace}/");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("skip", await page.EvaluateAsync<string>("document.activeElement.className"));
    }
}
