using Microsoft.Playwright;
using Warifu.Desk.Certificates;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>
/// D4, from the bank's page BSH5001 to CCHK007, and what one does with a certificate afterwards: the real window on a real X server;
/// Chromium, let in by a one-time address, clicks on the same pages.
/// </summary>
public sealed class WhenTheProgramIsUsedInItsWindow(TheWorld world)
{
    private const string Passphrase = "ume sakura kiku fuji";
    // A keyring that does not answer is waited for; so is a loaded machine.
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_is_issued_from_the_banks_page_tried_saved_revoked_and_cleared_away()
    {
        await Hubs.RevokeAsync(world, People.General, Cancel);
        await using var pc = await PcWithWindow.StartAsync(world.Told.ServerCa, Cancel);
        await pc.OpenAsync(Cancel);
        var chromium = await world.BrowserAsync("window", pc: null, held: null, Cancel);

        var bank = await chromium.NewPageAsync();
        await bank.GotoAsync($"{world.Told.BankWww}certificates?lang=ja");
        var link = (await bank.GetByRole(AriaRole.Link, new() { Name = "証明書発行アプリの起動" }).GetAttributeAsync("href"))!;
        Assert.StartsWith("warifu:issue?bank=https%3A%2F%2Flocalhost%3A", link, StringComparison.Ordinal);
        await pc.FollowAsync(link, Cancel);
        await pc.WindowAsync(shown: true, Cancel);

        var desk = await chromium.NewPageAsync();
        await desk.GotoAsync(await pc.AdmitAsync(Cancel));
        await Assertions.Expect(desk.Locator("#Passphrase")).ToBeVisibleAsync(Patience);
        var origin = new Uri(desk.Url).GetLeftPart(UriPartial.Authority);
        await desk.LookAtAsync(world, "desk-first-start", forDocs: true);
        await desk.FillAsync("#Passphrase", Passphrase);
        await desk.FillAsync("#Again", Passphrase);
        await desk.Locator("[aria-labelledby=passphrase] .actions button").ClickAsync();
        await desk.ReachesAsync($"{origin}/");
        await desk.LookAtAsync(world, "desk-empty");

        await desk.GotoAsync($"{origin}/arrive?address={Uri.EscapeDataString(link)}");
        await desk.LookAtAsync(world, "desk-is-this-your-bank", forDocs: true);
        await pc.FollowAsync(link, Cancel);
        await desk.GetByRole(AriaRole.Button, new() { Name = "この金融機関で間違いありません" }).ClickAsync();
        await desk.LookAtAsync(world, "desk-authenticate", forDocs: true);
        await AuthenticateAsync(desk, "wrong");
        await Assertions.Expect(desk.Locator(".alert .code code")).ToHaveTextAsync("wrong-login-id-or-password");
        Assert.Equal(People.General, await desk.InputValueAsync("#LoginId"));
        await desk.LookAtAsync(world, "desk-authenticate-refused");
        await pc.PictureAsync(world, "desk-window", Cancel);
        await AuthenticateAsync(desk, world.Told.Of(People.General).Password);
        await Assertions.Expect(desk.GetByText("電子証明書の発行とインストールが完了しました。")).ToBeVisibleAsync();
        await desk.LookAtAsync(world, "desk-result", forDocs: true);
        await desk.GetByRole(AriaRole.Button, new() { Name = "閉じる" }).ClickAsync();
        await desk.ReachesAsync($"{origin}/");
        await desk.LookAtAsync(world, "desk-list", forDocs: true);
        await pc.WindowAsync(shown: false, Cancel);

        // From the tray, as a second start does; and closed by its frame it is only hidden.
        await pc.FollowAsync("warifu:open", Cancel);
        await pc.WindowAsync(shown: true, Cancel);
        await pc.CloseWindowAsync(Cancel);
        await pc.WindowAsync(shown: false, Cancel);

        var held = Assert.Single(HeldCertificate.All(pc.Folder));
        await desk.GetByRole(AriaRole.Link, new() { Name = "詳細" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "試す" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".done .what")).ToHaveTextAsync("銀行はこの証明書を受け付けました。ログインできます。");
        await desk.GotoAsync($"{origin}/certificates/{held.Serial}");
        await desk.LookAtAsync(world, "desk-details", forDocs: true);
        var saved = await desk.RunAndWaitForDownloadAsync(() => desk.GetByRole(AriaRole.Link, new() { Name = "PEM" }).ClickAsync());
        var pem = await File.ReadAllTextAsync(await saved.PathAsync(), Cancel);
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", pem, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", pem, StringComparison.Ordinal);
        await desk.GetByRole(AriaRole.Link, new() { Name = "この PC から削除" }).ClickAsync();
        await desk.LookAtAsync(world, "desk-delete");
        await desk.GetByRole(AriaRole.Link, new() { Name = "やめる" }).ClickAsync();

        await Hubs.RevokeAsync(world, People.General, Cancel);
        await desk.GetByRole(AriaRole.Button, new() { Name = "試す" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".alert .code code")).ToHaveTextAsync("certificate-revoked");
        await desk.GotoAsync($"{origin}/clean-up");
        await desk.LookAtAsync(world, "desk-clean-up");
        await desk.GetByRole(AriaRole.Button, new() { Name = "選んだ証明書と鍵を削除" }).ClickAsync();
        await desk.ReachesAsync($"{origin}/");
        Assert.Empty(HeldCertificate.All(pc.Folder));
        await desk.GotoAsync($"{origin}/settings");
        await desk.LookAtAsync(world, "desk-settings");
        await pc.QuitAsync(Cancel);
    }

    [Fact]
    public async Task With_a_keyring_nobody_is_asked_for_a_passphrase_again()
    {
        await using var pc = await PcWithWindow.StartAsync(world.Told.ServerCa, Cancel);
        await pc.OpenAsync(Cancel);
        var page = await (await world.BrowserAsync("window", pc: null, held: null, Cancel)).NewPageAsync();
        await page.GotoAsync(await pc.AdmitAsync(Cancel));
        await Assertions.Expect(page.Locator("#Passphrase")).ToBeVisibleAsync(Patience);
        await page.Locator("[aria-labelledby=keyring] button").ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "証明書一覧" })).ToBeVisibleAsync();
        await pc.QuitAsync(Cancel);

        await pc.OpenAsync(Cancel);
        await page.GotoAsync(await pc.AdmitAsync(Cancel));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "証明書一覧" })).ToBeVisibleAsync();
        await pc.QuitAsync(Cancel);

        // Without what the keyring kept the keys stay shut, and the page says so.
        pc.LoseKeyring();
        await pc.OpenAsync(Cancel);
        await page.GotoAsync(await pc.AdmitAsync(Cancel));
        await Assertions.Expect(page.Locator(".alert .code code")).ToHaveTextAsync("desk-no-keyring");
        await pc.QuitAsync(Cancel);
    }

    private static async Task AuthenticateAsync(IPage desk, string password)
    {
        await desk.FillAsync("#LoginId", People.General);
        await desk.FillAsync("#Password", password);
        await desk.GetByRole(AriaRole.Button, new() { Name = "認証して発行" }).ClickAsync();
    }
}
