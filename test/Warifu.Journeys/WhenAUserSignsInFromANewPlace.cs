using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Warifu.Bank.SignIn.OneTime;
using Warifu.Postgres;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>Seed 003, 手順4: the one-time password, by mail and by an app, where the place is new.</summary>
public sealed class WhenAUserSignsInFromANewPlace(TheWorld world)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task He_is_asked_for_a_mailed_password_and_afterwards_for_one_of_his_app()
    {
        var pc = world.PcOf(People.Master);
        var browser = await world.BrowserAsync(People.Master, pc, await pc.CertificateAsync(Cancel), Cancel);
        var page = await browser.NewPageAsync();
        await page.SignInAsync(world, People.Master);
        await MovedAsync();
        await GivePasswordAsync(page);
        await page.ReachesAsync($"{world.CertFace}/sign-in/one-time");
        await page.LookAtAsync(world, "one-time-password");
        var mail = await world.MailAsync("daiki@minato.example", "ワンタイムパスワード（ログイン）", Cancel);
        await page.GetByLabel("ワンタイムパスワード").FillAsync(Regex.Match(mail.Text, "パスワード: ([0-9]{4} [0-9]{4})").Groups[1].Value);
        await page.Keyboard.PressAsync("Enter");
        await page.ReachesAsync($"{world.CertFace}/");

        await page.GotoAsync($"{world.CertFace}/one-time-password?lang=ja");
        await page.LookAtAsync(world, "authenticator");
        await page.Locator("#Confirmation").FillAsync(world.Told.Of(People.Master).ConfirmationPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "登録する" }).ClickAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(world.Screenshots, "authenticator-qr-ja-desk.png"), FullPage = true });
        await page.SetViewportSizeAsync(390, 860);
        await page.ScreenshotAsync(new() { Path = Path.Combine(world.Screenshots, "authenticator-qr-ja-phone.png"), FullPage = true });
        Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"));
        var secret = Decode(Regex.Replace((await page.TextContentAsync("code.secret"))!, @"\s", ""));
        await page.GetByLabel("認証アプリの 6 桁").FillAsync(Now(secret));
        await page.GetByRole(AriaRole.Button, new() { Name = "登録", Exact = true }).ClickAsync();
        Assert.Equal("認証アプリを登録しました。", (await page.TextContentAsync(".done"))!.Trim());

        await MovedAsync();
        await GivePasswordAsync(page);
        await page.LookAtAsync(world, "one-time-password-app");
        // The one used for the registration counts no more; the next one does.
        await page.GetByLabel("ワンタイムパスワード").FillAsync(Totp.At(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()) + 1));
        await page.GetByRole(AriaRole.Button, new() { Name = "ログイン" }).ClickAsync();
        await page.ReachesAsync($"{world.CertFace}/");
        await page.SetViewportSizeAsync(1180, 860);
    }

    private async Task GivePasswordAsync(IPage page)
    {
        await page.GotoAsync($"{world.CertFace}/sign-in?lang=ja");
        await page.Locator("#Password").FillAsync(world.Told.Of(People.Master).Password);
        await page.Locator("main form.card[method=post] .actions button").ClickAsync();
    }

    /// <summary>All that was known of his places is another one.</summary>
    private Task MovedAsync() => world.World.Parties.Single(party => party.Services.GetService<OneTimeSignIn>() is not null).Services
        .GetRequiredService<Database>().InTenantAsync(world.World.Bank.Code.Value, work => work.ExecuteAsync(
            "update known_place set network = 'moved ' || gen_random_uuid() where user_id = (select user_id from customer_user where login_id = @Master)",
            new { People.Master }), Cancel);

    private static string Now(byte[] secret) => Totp.At(secret, Totp.StepAt(TimeProvider.System.GetUtcNow()));

    private static byte[] Decode(string letters) =>
        [.. string.Concat(letters.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')))
            .Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2))];
}
