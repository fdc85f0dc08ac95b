using Microsoft.Playwright;
using Warifu.Desk.Certificates;
using Warifu.Desk.Certificates.Browsers;
using Warifu.Desk.Keys;
using Warifu.Desk.Keys.Tokens;
using Warifu.Development;
using Warifu.Stories;
using Warifu.Tests.Tokens;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>A key that Desk made in a token signs in at the bank from a Chromium, which asks for the PIN in a dialog of its own.</summary>
public sealed class WhenABrowserReachesAToken(TheWorld world)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_signs_in_with_a_key_that_stays_there_and_no_more_when_it_is_taken_out()
    {
        await Hubs.RevokeAsync(world, People.General, Cancel);
        using var soft = await SoftToken.MakeAsync();
        var user = world.PcOf(People.General, "token");
        var token = new OwnToken(OwnToken.In(SoftToken.Library).Value.Single(one => one.Name.Label == soft.Label).Name);
        Assert.Null(TokenPin.Open(token, SoftToken.Pin, lastTryToo: false));
        var held = World.Value(await new IssueCertificate(user.Folder, user.Vault, new KeyPlace(token.Name)).RunAsync(
            user.Site, People.General, world.Told.Of(People.General).Password, oneTimePassword: null, japanese: true, step: null, Cancel));
        var database = await world.EmptyBrowserAsync("token", Cancel);
        var browsers = new BrowserCertificates(user.Folder, user.Vault);
        Assert.False(World.Value(await browsers.HasAsync(database, held, "", Cancel)));
        for (var n = 0; n < 2; n++)
            Assert.Null(await browsers.PutAsync(database, held, "", Cancel));
        Assert.True(World.Value(await browsers.HasAsync(database, held, "", Cancel)));

        await using var pc = await PcWithWindow.StartAsync(world.Told.ServerCa, Cancel);
        await using (var chromium = await OpenAsync(pc, database))
        {
            var page = await chromium.NewPageAsync();
            var going = page.GotoAsync($"{world.CertFace}/sign-in?lang=ja");
            await pc.SeesAsync("Unlock Security Device", Cancel);
            await pc.PictureAsync(world, "browser-token-pin", Cancel);
            await pc.TypeAsync(SoftToken.Pin, Cancel);
            await going;
            await page.GetByLabel("ログインパスワード").FillAsync(world.Told.Of(People.General).Password);
            await page.Locator("main form[method=post] .actions button").ClickAsync();
            await page.ReachesAsync($"{world.CertFace}/");
            Assert.Contains(People.General, await page.TextContentAsync("main"), StringComparison.Ordinal);
        }
        Assert.Null(await browsers.RemoveAsync(database, held, "", Cancel));
        Assert.False(World.Value(await browsers.HasAsync(database, held, "", Cancel)));
        await using (var chromium = await OpenAsync(pc, database))
        {
            var page = await chromium.NewPageAsync();
            await page.GotoAsync($"{world.CertFace}/sign-in?lang=ja");
            Assert.Equal(0, await page.Locator("#Password").CountAsync());
        }
        await Hubs.RevokeAsync(world, People.General, Cancel);
    }

    /// <summary>With its window on the PC's screen: only there it asks for a PIN.</summary>
    private static async Task<IBrowserContext> OpenAsync(PcWithWindow pc, BrowserDatabase database)
    {
        ChromiumPolicy.Write();
        var home = Path.GetFullPath(Path.Combine(database.Folder, "..", ".."));
        var profile = BrowserProfile.Again(home);
        var playwright = await Playwright.CreateAsync();
        return await playwright.Chromium.LaunchPersistentContextAsync(Path.Combine(home, "profile"), new()
        {
            ExecutablePath = SystemPackage.Browser.Program,
            Args = [.. profile.Options.Where(option => !option.StartsWith("--user-data-dir", StringComparison.Ordinal)), "--host-resolver-rules=MAP *.test 127.0.0.1"],
            Env = new Dictionary<string, string> { ["HOME"] = home, ["DISPLAY"] = pc.Display, ["SOFTHSM2_CONF"] = SoftToken.Configuration, ["PATH"] = "/usr/bin:/bin", ["LANG"] = "C.UTF-8" },
            Headless = false,
            IgnoreHTTPSErrors = false,
        });
    }
}
