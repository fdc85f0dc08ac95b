using Microsoft.Playwright;
using Warifu.Desk.Certificates;

namespace Warifu.Journeys;

/// <summary>Screens of Desk beside the way from issue to clearing away: browsers of this user, and certificates acquired elsewhere.</summary>
public sealed class WhenDeskIsLookedAt(TheWorld world)
{
    private const string Passphrase = "ume sakura kiku fuji";
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_in_a_browser_is_found_taken_over_and_put_into_another_browser()
    {
        const string user = "suzume01";
        await OwnContract.MakeAsync(world, "asagiri", "0000720095", (user, "master"));
        var elsewhere = OwnContract.PcOf(world, "9972", user, "master");
        var held = await elsewhere.CertificateAsync(Cancel);
        await using var pc = await PcWithWindow.StartAsync(world.Told.ServerCa, Cancel);
        var firefox = await pc.FirefoxAsync(Cancel);
        Assert.Null(await new Desk.Certificates.Browsers.BrowserCertificates(elsewhere.Folder, elsewhere.Vault).PutAsync(firefox, held, "", Cancel));

        var (desk, origin) = await pc.OpenedAsync(await world.BrowserAsync("window", pc: null, held: null, Cancel), Passphrase, first: true, Cancel);
        await desk.GetByRole(AriaRole.Link, new() { Name = "ほかで取得した証明書を取り込む" }).ClickAsync();
        await Assertions.Expect(desk.GetByText("Firefox (default-release)")).ToBeVisibleAsync(Patience);
        await desk.LookAtAsync(world, "desk-import", forDocs: true);
        await desk.IsUsableByKeyboardAsync(desk.Url);
        await desk.FillAsync("[aria-labelledby=found] input[name=Bank]", $"{world.Told.BankWww}");
        await desk.GetByRole(AriaRole.Button, new() { Name = "選んだ証明書を取り込む" }).ClickAsync();
        await desk.ReachesAsync($"{origin}/certificates/{held.Serial}");
        Assert.Equal(held.Serial, Assert.Single(HeldCertificate.All(pc.Folder)).Serial);

        await desk.GetByRole(AriaRole.Link, new() { Name = "ブラウザを選ぶ" }).ClickAsync();
        await desk.LookAtAsync(world, "desk-browsers");
        await desk.IsUsableByKeyboardAsync(desk.Url);
        await desk.GetByLabel("Chromium, Chrome, Edge").CheckAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "入れる", Exact = true }).ClickAsync();
        await Assertions.Expect(desk.Locator(".state.good")).ToHaveCountAsync(2);
        await desk.LookAtAsync(world, "desk-browsers-both");
        await desk.GotoAsync($"{origin}/import?lang=ja");
        await Assertions.Expect(desk.GetByText("この PC のブラウザに、まだ取り込んでいない証明書は見つかりませんでした。")).ToBeVisibleAsync();
        await pc.QuitAsync(Cancel);
    }

    [Fact]
    public async Task By_the_verbs_it_is_found_and_taken_over_and_without_NSS_programs_it_says_what_is_missing()
    {
        const string user = "suzume02";
        await OwnContract.MakeAsync(world, "asagiri", "0000720096", (user, "master"));
        var elsewhere = OwnContract.PcOf(world, "9972", user, "master");
        var held = await elsewhere.CertificateAsync(Cancel);
        var home = Directory.CreateTempSubdirectory("warifu-home-");
        try
        {
            Desk.Certificates.Browsers.BrowserDatabase chromium = new("Chromium", Path.Combine(home.FullName, ".pki", "nssdb"));
            Assert.Null(await new Desk.Certificates.Browsers.BrowserCertificates(elsewhere.Folder, elsewhere.Vault).PutAsync(chromium, held, "", Cancel));
            using var desk = new DeskAtATerminal();
            desk.Environment["HOME"] = home.FullName;
            await desk.DoAsync("", "settings", "--server-ca", world.Told.ServerCa);
            Assert.Equal(held.Serial.Hex, (await desk.DoAsync("", "browser", "found"))[0].GetProperty("serial").GetString());
            var path = System.Environment.GetEnvironmentVariable("PATH")!;
            desk.Environment["PATH"] = home.FullName;
            Assert.Equal("browser-tools-missing", (await desk.RefusedAsync("", "browser", "found")).GetProperty("code").GetString());
            desk.Environment["PATH"] = path;
            Assert.Equal(user, (await desk.DoAsync("", "browser", "take", held.Serial.Hex, "--bank", $"{world.Told.BankWww}")).GetProperty("loginId").GetString());
            Assert.Equal(0, (await desk.DoAsync("", "browser", "found")).GetArrayLength());
            Assert.True((await desk.DoAsync("", "try", held.Serial.Hex)).GetProperty("maySignIn").GetBoolean());
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }
}
