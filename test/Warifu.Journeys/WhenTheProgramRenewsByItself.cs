using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Warifu.Bank;
using Warifu.Desk.Certificates;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Postgres;
using Warifu.Postgres.Cluster;
using Warifu.Stories;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>
/// A certificate is issued, its renewal allowed, and eleven months later the program renews it without anybody: the real program with
/// its window, keyring and notifications; real bank. The world begins eleven months ago, so that the certificate of that day is due today.
/// </summary>
public sealed class WhenTheProgramRenewsByItself(TheWorld browsers) : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };

    private readonly string folder = Directory.CreateTempSubdirectory("warifu-by-itself-").FullName;
    private readonly ShiftedTime time = new(TimeSpan.FromDays(-330));
    private World world = null!;

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        world = await World.StartDatabaseAsync(Path.Combine(folder, "world"), Ports.Free(), time, CancellationToken.None);
        await world.HoldCeremonyAsync(CancellationToken.None);
        await world.StartPartiesAsync(CancellationToken.None);
        await world.SettleAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Allowed_once_it_is_renewed_told_kept_as_a_receipt_and_the_browser_signs_in_with_the_new_one()
    {
        var told = Description.Of(world);
        await using var pc = await PcWithWindow.StartAsync(world.ServerCa, Cancel);
        await pc.OpenAsync(Cancel);
        var chromium = await browsers.BrowserAsync("window", pc: null, held: null, Cancel);
        var desk = await chromium.NewPageAsync();
        await BeginAsync(desk, await pc.AdmitAsync(Cancel));
        await IssueAsync(desk, told);
        await AllowAsync(desk, told);
        var old = Assert.Single(HeldCertificate.All(pc.Folder));
        await desk.GotoAsync(new Uri(new Uri(desk.Url), DetailsModel.PathTo(old)).AbsoluteUri);
        await desk.LookAtAsync(browsers, "desk-details-allowed");
        await ImportIntoBrowserAsync(pc, old);
        await pc.QuitAsync(Cancel);

        // Eleven months pass; the lot was drawn for the first moment of the window.
        time.Shift = TimeSpan.Zero;
        await HeardAsync();
        (RenewalPlan.Of(pc.Folder, old)! with { Lot = 0, NextTry = null }).Keep(pc.Folder);
        await pc.OpenAsync(Cancel);
        await UntilAsync(() => pc.Notifications.Contains("自動で更新しました", StringComparison.Ordinal));
        await pc.PictureAsync(browsers, "desk-notification", Cancel);
        var next = HeldCertificate.All(pc.Folder)[0];
        Assert.Equal((old.Serial, next.Serial), Assert.Single(RenewalReceipt.All(pc.Folder)) is var receipt ? (receipt.OldSerial, receipt.NewSerial) : default);

        await desk.GotoAsync(await pc.AdmitAsync(Cancel));
        await Assertions.Expect(desk.Locator(".done .what")).ToContainTextAsync("自動で更新しました", new() { Timeout = 60_000 });
        await desk.LookAtAsync(browsers, "desk-renewed-by-itself", forDocs: true);
        await desk.GetByRole(AriaRole.Link, new() { Name = "控えを見る" }).ClickAsync();
        await desk.LookAtAsync(browsers, "desk-automatic", forDocs: true);
        var saved = await desk.RunAndWaitForDownloadAsync(() => desk.GetByRole(AriaRole.Link, new() { Name = "控えを保存" }).ClickAsync());
        Assert.Equal(next.Serial, RenewalReceipt.Read(await File.ReadAllBytesAsync(await saved.PathAsync(), Cancel))!.NewSerial);

        // The browser that held the old one has the new one, and the bank lets it in; from then on it refuses the old one.
        await SignInByBrowserAsync(pc, old, told);
        await desk.GotoAsync(new Uri(new Uri(desk.Url), DetailsModel.PathTo(old)).AbsoluteUri);
        await desk.GetByRole(AriaRole.Button, new() { Name = "試す" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".alert .code code")).ToHaveTextAsync("certificate-replaced");
        await pc.QuitAsync(Cancel);

        // A day later the old one is cleared away.
        (RenewalPlan.Of(pc.Folder, old)! with { NextTry = null }).Keep(pc.Folder);
        await pc.OpenAsync(Cancel);
        await UntilAsync(() => HeldCertificate.All(pc.Folder).Count == 1);
        Assert.Equal(next.Serial, HeldCertificate.All(pc.Folder)[0].Serial);
        await pc.QuitAsync(Cancel);
    }

    [Fact]
    public async Task Without_a_window_a_timer_has_it_renewed_and_two_at_once_get_one()
    {
        var told = Description.Of(world);
        using var desk = new DeskAtATerminal();
        await desk.DoAsync("", "settings", "--server-ca", told.ServerCa);
        var password = told.Of(People.Master).Password;
        var old = (await desk.DoAsync(password, "issue", "--bank", $"{told.BankWww}", "--login-id", People.Master)).GetProperty("serial").GetString()!;
        Assert.Equal("wrong-login-id-or-password", (await desk.RefusedAsync("wrong", "unattended", "allow", old)).GetProperty("code").GetString());
        Assert.True((await desk.DoAsync(password, "unattended", "allow", old)).TryGetProperty("allowedSince", out _));
        Assert.False((await desk.DoAsync("", "unattended", "withdraw", old)).TryGetProperty("allowedSince", out _));
        await desk.DoAsync(password, "unattended", "allow", old);
        await desk.DoAsync("", "unattended", "off");
        Assert.Equal("desk-renewal-off", (await desk.RefusedAsync("", "renew", "--due")).GetProperty("code").GetString());
        await desk.DoAsync("", "unattended", "on");

        time.Shift = TimeSpan.Zero;
        await HeardAsync();
        var held = HeldCertificate.Of(desk.Folder, old)!;
        (RenewalPlan.Of(desk.Folder, held)! with { Lot = 0, NextTry = null }).Keep(desk.Folder);
        var codes = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => desk.TryAsync("renew", "--due")));
        Assert.Contains(0, codes);
        var receipt = Assert.Single((await desk.DoAsync("", "receipts")).EnumerateArray());
        Assert.Equal(old, receipt.GetProperty("oldSerial").GetString());
        var next = receipt.GetProperty("newSerial").GetString()!;
        Assert.Equal(2, HeldCertificate.All(desk.Folder).Count);
        Assert.Equal(next, (await desk.DoAsync("", "unattended", "status")).GetProperty("certificates")[0].GetProperty("serial").GetString());

        // An independent program believes the receipt, with nothing but the bank's root.
        var (file, root) = (Path.Combine(folder, "receipt.p7m"), Path.Combine(folder, "root.pem"));
        await desk.DoAsync("", "receipts", next, "--out", file);
        await File.WriteAllTextAsync(root, PemEncoding.WriteString("CERTIFICATE", held.Chain[^1]), Cancel);
        var (exit, said) = await Development.Run.ToEndAsync("openssl", ["cms", "-verify", "-inform", "DER", "-in", file, "-CAfile", root, "-purpose", "any"], Cancel);
        Assert.True(exit == 0, said);
        Assert.Contains(next, said, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await PrivateCluster.RemoveAsync(Path.Combine(folder, "world"), TimeProvider.System);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The first start: the keyring keeps the keys, and the program is to renew by itself.</summary>
    private async Task BeginAsync(IPage desk, string address)
    {
        await desk.GotoAsync(address);
        await Assertions.Expect(desk.Locator("#Passphrase")).ToBeVisibleAsync(Patience);
        await desk.Locator("[aria-labelledby=keyring] button").ClickAsync();
        await Assertions.Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "証明書を自動で更新しますか" })).ToBeVisibleAsync();
        await desk.LookAtAsync(browsers, "desk-first-choice", forDocs: true);
        await desk.GetByRole(AriaRole.Button, new() { Name = "自動で更新する" }).ClickAsync();
        await Assertions.Expect(desk.GetByRole(AriaRole.Radio, new() { Name = "自動で更新する" })).ToBeCheckedAsync();
        await desk.GetByRole(AriaRole.Link, new() { Name = "証明書一覧" }).ClickAsync();
        await Assertions.Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "証明書を自動で更新しますか" })).ToHaveCountAsync(0);
    }

    private async Task IssueAsync(IPage desk, Description told)
    {
        var address = $"warifu:issue?bank={Uri.EscapeDataString(told.BankWww.GetLeftPart(UriPartial.Authority))}";
        await desk.GotoAsync(new Uri(new Uri(desk.Url), $"/arrive?address={Uri.EscapeDataString(address)}").AbsoluteUri);
        await desk.GetByRole(AriaRole.Button, new() { Name = "この金融機関で間違いありません" }).ClickAsync();
        await desk.FillAsync("#LoginId", People.General);
        await desk.FillAsync("#Password", told.Of(People.General).Password);
        await desk.GetByRole(AriaRole.Button, new() { Name = "認証して発行" }).ClickAsync();
        await Assertions.Expect(desk.GetByText("電子証明書の発行とインストールが完了しました。")).ToBeVisibleAsync(Patience);
        await desk.LookAtAsync(browsers, "desk-result-next-renewal");
    }

    private async Task AllowAsync(IPage desk, Description told)
    {
        await desk.GetByRole(AriaRole.Link, new() { Name = "自動更新を許可する" }).ClickAsync();
        await desk.LookAtAsync(browsers, "desk-allow", forDocs: true);
        await desk.FillAsync("#Password", "wrong");
        await desk.GetByRole(AriaRole.Button, new() { Name = "自動更新を許可" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".alert .code code")).ToHaveTextAsync("wrong-login-id-or-password");
        await desk.FillAsync("#Password", told.Of(People.General).Password);
        await desk.Keyboard.PressAsync("Enter");
        await Assertions.Expect(desk.GetByText("この証明書の自動更新を許可しています。")).ToBeVisibleAsync(Patience);
        await desk.LookAtAsync(browsers, "desk-allowed");
    }

    private async Task ImportIntoBrowserAsync(PcWithWindow pc, HeldCertificate old)
    {
        await BrowserProfile.MakeAsync(pc.Home, world.ServerCa, [], Cancel);
        var desk = (await browsers.BrowserAsync("window", pc: null, held: null, Cancel)).Pages[^1];
        await desk.GotoAsync(new Uri(new Uri(desk.Url), $"{DetailsModel.PathTo(old)}/browsers").AbsoluteUri);
        await desk.GetByRole(AriaRole.Radio).First.CheckAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "入れる", Exact = true }).ClickAsync();
        await Assertions.Expect(desk.GetByText("入っています")).ToBeVisibleAsync();
    }

    private async Task SignInByBrowserAsync(PcWithWindow pc, HeldCertificate old, Description told)
    {
        // Its user is asked which of the two; here he is not there to choose.
        Assert.Equal(0, (await pc.RemoveFromBrowserAsync(old, Cancel)).ExitCode);
        var own = await (await browsers.BrowserInAsync("by-itself", pc.Home)).NewPageAsync();
        var cert = $"https://cert.asagiri.test:{world.Addresses.Ports.BankNames}";
        await own.GotoAsync($"{cert}/sign-in?lang=ja");
        await own.FillAsync("#Password", told.Of(People.General).Password);
        await own.Locator("main form[method=post] .actions button").ClickAsync();
        // He is in; his password, of eleven months ago, is to be changed first.
        await own.ReachesAsync($"{cert}/password");
    }

    /// <summary>Until the bank has heard of the authority by today's clock; it lets nobody in before.</summary>
    private async Task HeardAsync()
    {
        var bank = world.Parties.Single(party => party.Services.GetService<Banks>() is not null).Services.GetRequiredService<Database>();
        while (await bank.InTenantAsync(world.Bank.Code.Value, work => work.SingleAsync<DateTimeOffset>("select heard_at from authority_stream"), Cancel)
            < time.GetUtcNow() - TimeSpan.FromMinutes(1))
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancel);
    }

    /// <summary>Waits, generously.</summary>
    private static async Task UntilAsync(Func<bool> holds)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var n = 0; n < 600 && !holds(); n++)
            await ticks.WaitForNextTickAsync(Cancel);
        Assert.True(holds(), "It has not come true for two minutes.");
    }
}
