using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Warifu.Bank;
using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Postgres;
using Warifu.Postgres.Cluster;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>
/// E2 in the real window: the list has only what can be renewed, the login password, CCHK007. The world begins eleven months ago, so that
/// the certificate of that day is due today by every clock.
/// </summary>
public sealed class WhenTheProgramRenewsACertificate(TheWorld browsers) : IAsyncLifetime
{
    private const string Passphrase = "ume sakura kiku fuji";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };

    private readonly string folder = Directory.CreateTempSubdirectory("warifu-renewal-").FullName;
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
    public async Task With_the_old_key_and_the_login_password_and_the_old_one_is_cleared_away_once_the_new_one_works()
    {
        var told = Description.Of(world);
        await using var pc = await PcWithWindow.StartAsync(world.ServerCa, Cancel);
        var vault = World.Value(Vault.Open(pc.Folder, Passphrase));
        var old = World.Value(await new IssueCertificate(pc.Folder, vault).RunAsync(
            told.BankWww, People.General, told.Of(People.General).Password, oneTimePassword: null, japanese: true, step: null, Cancel));
        time.Shift = TimeSpan.Zero;
        await HeardAsync();

        await pc.OpenAsync(Cancel);
        var desk = await (await browsers.BrowserAsync("window", pc: null, held: null, Cancel)).NewPageAsync();
        await desk.GotoAsync(await pc.AdmitAsync(Cancel));
        await Assertions.Expect(desk.Locator("#Passphrase")).ToBeVisibleAsync(Patience);
        await desk.FillAsync("#Passphrase", Passphrase);
        await desk.Locator("[aria-labelledby=passphrase] .actions button").ClickAsync();
        await Assertions.Expect(desk.GetByRole(AriaRole.Radio)).ToHaveCountAsync(1);
        await desk.LookAtAsync(browsers, "desk-renewable", forDocs: true);
        await desk.GetByRole(AriaRole.Button, new() { Name = "証明書更新" }).ClickAsync();
        await desk.LookAtAsync(browsers, "desk-renew");
        await AuthenticateAsync(desk, "wrong");
        await Assertions.Expect(desk.Locator(".alert .code code")).ToHaveTextAsync("wrong-login-id-or-password");
        await AuthenticateAsync(desk, told.Of(People.General).Password);
        await Assertions.Expect(desk.GetByText("電子証明書の発行とインストールが完了しました。")).ToBeVisibleAsync(Patience);

        var next = HeldCertificate.All(pc.Folder)[0];
        Assert.NotEqual(old.Serial, next.Serial);
        Assert.Empty(Asking.Unanswered(pc.Folder));
        await desk.GetByRole(AriaRole.Link, new() { Name = "詳細" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "試す" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".done .what")).ToHaveTextAsync("銀行はこの証明書を受け付けました。ログインできます。");
        await desk.GotoAsync(new Uri(new Uri(desk.Url), "/").AbsoluteUri);
        await Assertions.Expect(desk.GetByRole(AriaRole.Radio)).ToHaveCountAsync(0);
        await desk.GetByRole(AriaRole.Link, new() { Name = "確かめて削除する" }).ClickAsync();
        await Assertions.Expect(desk.GetByText("新しい証明書に替わりました。")).ToBeVisibleAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "選んだ証明書と鍵を削除" }).ClickAsync();
        await Assertions.Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "証明書一覧" })).ToBeVisibleAsync();
        Assert.Equal(next.Serial, Assert.Single(HeldCertificate.All(pc.Folder)).Serial);
        await pc.QuitAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await world.DisposeAsync();
        await PrivateCluster.RemoveAsync(Path.Combine(folder, "world"), TimeProvider.System);
        Directory.Delete(folder, recursive: true);
    }

    private static async Task AuthenticateAsync(IPage desk, string password)
    {
        await desk.FillAsync("#Password", password);
        await desk.GetByRole(AriaRole.Button, new() { Name = "認証", Exact = true }).ClickAsync();
    }

    /// <summary>Until the bank has heard of the authority by today's clock; it lets nobody in before.</summary>
    private async Task HeardAsync()
    {
        var bank = world.Parties.Single(party => party.Services.GetService<Banks>() is not null).Services.GetRequiredService<Database>();
        while (await bank.InTenantAsync(world.Bank.Code.Value, work => work.SingleAsync<DateTimeOffset>("select heard_at from authority_stream"), Cancel)
            < time.GetUtcNow() - TimeSpan.FromMinutes(1))
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancel);
    }
}
