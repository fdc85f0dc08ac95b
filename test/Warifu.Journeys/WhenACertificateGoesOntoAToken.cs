using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Warifu.Bank.Profiles;
using Warifu.Desk.Certificates;
using Warifu.Desk.Connections;
using Warifu.Desk.Keys;
using Warifu.Tests.Tokens;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>E4: the bank's page starts Desk, which renews onto the USB token that its user was handed; pulled out, put back, deleted.</summary>
public sealed class WhenACertificateGoesOntoAToken(TheWorld world)
{
    private const string User = "hamabe03";
    private const string OwnPassword = "Kaeta-hitotsu-2026";
    private const string Passphrase = "ume sakura kiku fuji";
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };
    private static readonly LocatorAssertionsToHaveTextOptions Long = new() { Timeout = 60_000 };
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_renewed_onto_the_token_with_its_PIN_taken_up_when_it_was_pulled_and_deleted_with_its_key()
    {
        using var soft = await SoftToken.MakeAsync();
        await using var pc = await PcWithWindow.StartAsync(world.Told.ServerCa, Cancel);
        pc.Environment["SOFTHSM2_CONF"] = SoftToken.Configuration;
        var vault = World.Value(Vault.Open(pc.Folder, Passphrase));
        var old = await IssuedAsync(pc, vault);
        var link = await LinkOfBankAsync(old, vault);
        Assert.Matches("^warifu:renew\\?bank=.*&serial=[0-9a-f]+&onto=token$", link);
        // As if its year were nearly over on the PC too.
        old = World.Value(await new TryCertificate(pc.Folder, TimeProvider.System).RunAsync(old, vault, japanese: true, Cancel));
        Assert.Equal(0, (await pc.DoAsync(Cancel, "tokens", "add", SoftToken.Library)).ExitCode);
        soft.TakeAway();

        await pc.OpenAsync(Cancel);
        var desk = await (await world.BrowserAsync("window", pc: null, held: null, Cancel)).NewPageAsync();
        await desk.GotoAsync(await pc.AdmitAsync(Cancel));
        await Assertions.Expect(desk.Locator("#Passphrase")).ToBeVisibleAsync(Patience);
        await desk.FillAsync("#Passphrase", Passphrase);
        await desk.Locator("[aria-labelledby=passphrase] .actions button").ClickAsync();
        await Assertions.Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "証明書一覧" })).ToBeVisibleAsync(Patience);
        var origin = new Uri(desk.Url).GetLeftPart(UriPartial.Authority);

        await desk.GotoAsync($"{origin}/arrive?address={Uri.EscapeDataString(link)}");
        if (desk.GetByRole(AriaRole.Button, new() { Name = "この金融機関で間違いありません" }) is var known && await known.CountAsync() > 0)
            await known.ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "証明書更新" }).ClickAsync();
        await Assertions.Expect(desk.GetByText("USBトークンを差し込んでください。")).ToBeVisibleAsync(Patience);
        await desk.LookAtAsync(world, "desk-token-not-in");
        soft.BringBack();
        await desk.GetByRole(AriaRole.Link, new() { Name = "表示を更新" }).ClickAsync();
        await Assertions.Expect(desk.GetByRole(AriaRole.Radio, new() { Name = $"USBトークン「{soft.Label}」" })).ToBeCheckedAsync();
        await desk.LookAtAsync(world, "desk-onto-token", forDocs: true);
        await desk.IsUsableByKeyboardAsync(desk.Url);
        await desk.FillAsync("#Password", OwnPassword);
        await desk.GetByRole(AriaRole.Button, new() { Name = "認証", Exact = true }).ClickAsync();

        await Assertions.Expect(desk.Locator("#Pin")).ToBeVisibleAsync(Patience);
        await desk.LookAtAsync(world, "desk-token-pin", forDocs: true);
        await EnterAsync(desk, "wrong");
        await Assertions.Expect(desk.Locator(".alert .code code")).ToHaveTextAsync("desk-token-pin-wrong", Long);
        await desk.LookAtAsync(world, "desk-token-pin-wrong");
        await EnterAsync(desk, SoftToken.Pin);
        await Assertions.Expect(desk.GetByText("電子証明書の発行とインストールが完了しました。")).ToBeVisibleAsync(Patience);
        var next = HeldCertificate.All(pc.Folder).Single(held => held.Serial != old.Serial);
        Assert.Equal(soft.Label, next.Place?.Token?.Label);
        Assert.Empty(Asking.Unanswered(pc.Folder));
        var inToken = await soft.ListAsync();
        Assert.Contains("never extractable", inToken, StringComparison.Ordinal);
        Assert.Contains(next.Certificate.Subject!.CommonName!, inToken, StringComparison.Ordinal);

        await desk.GetByRole(AriaRole.Link, new() { Name = "詳細" }).ClickAsync();
        await TryAsync(desk);
        await Assertions.Expect(desk.Locator(".done .what")).ToHaveTextAsync("銀行はこの証明書を受け付けました。ログインできます。", Long);
        await desk.LookAtAsync(world, "desk-details-token");
        await desk.GotoAsync($"{origin}/tokens");
        await desk.LookAtAsync(world, "desk-tokens", forDocs: true);
        await desk.GotoAsync($"{origin}/certificates/{next.Serial}/browsers");
        await desk.LookAtAsync(world, "desk-browsers-token");

        soft.TakeAway();
        await desk.GotoAsync($"{origin}/certificates/{next.Serial}");
        await TryAsync(desk);
        await Assertions.Expect(desk.Locator(".alert .code code")).ToHaveTextAsync("desk-token-missing", Long);
        await desk.LookAtAsync(world, "desk-token-pulled");
        soft.BringBack();
        await desk.GotoAsync($"{origin}/certificates/{next.Serial}");
        await TryAsync(desk);
        await EnterAsync(desk, SoftToken.Pin);
        await desk.ReachesAsync(new Regex("/certificates/[0-9a-f]+$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await TryAsync(desk);
        await Assertions.Expect(desk.Locator(".done .what")).ToHaveTextAsync("銀行はこの証明書を受け付けました。ログインできます。", Long);

        // Only taken off the list it is found again in the token, and comes back with the bank's word.
        await desk.GetByRole(AriaRole.Link, new() { Name = "この PC から削除" }).ClickAsync();
        await desk.LookAtAsync(world, "desk-delete-token");
        await desk.GetByRole(AriaRole.Checkbox).CheckAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "証明書と鍵を削除" }).ClickAsync();
        await desk.ReachesAsync($"{origin}/");
        await desk.GotoAsync($"{origin}/tokens");
        await desk.LookAtAsync(world, "desk-tokens-found");
        await desk.IsUsableByKeyboardAsync(desk.Url);
        await desk.GetByLabel("銀行のアドレス").FillAsync(world.Told.BankOf(User).Www.Authority);
        await desk.GetByRole(AriaRole.Button, new() { Name = "この PC の一覧に加える" }).ClickAsync();
        await desk.ReachesAsync($"{origin}/certificates/{next.Serial}");

        await desk.GetByRole(AriaRole.Link, new() { Name = "この PC から削除" }).ClickAsync();
        await desk.GetByRole(AriaRole.Button, new() { Name = "証明書と鍵を削除" }).ClickAsync();
        await desk.ReachesAsync($"{origin}/");
        Assert.DoesNotContain(next.Certificate.Subject!.CommonName!, await soft.ListAsync(), StringComparison.Ordinal);
        Assert.Equal([old.Serial], HeldCertificate.All(pc.Folder).Select(held => held.Serial));
        await pc.QuitAsync(Cancel);
    }

    private async Task<HeldCertificate> IssuedAsync(PcWithWindow pc, Vault vault)
    {
        var bank = world.Told.BankOf(User);
        BankAddresses.Keep(pc.Folder, bank.Code, bank.Cert);
        return World.Value(await new IssueCertificate(pc.Folder, vault).RunAsync(bank.Www, User, world.Told.Of(User).Password, oneTimePassword: null, japanese: true, step: null, Cancel));
    }

    /// <summary>The page 証明書更新選択 of a user who was handed a token, as if his year were nearly over.</summary>
    private async Task<string> LinkOfBankAsync(HeldCertificate held, Vault vault)
    {
        using var own = World.Value(held.WithKey(vault));
        var page = await (await world.BrowserAsync("onto-token", [own], Cancel)).NewPageAsync();
        await page.SignInFirstAsync(world, "shiokaze", User);
        await world.InBankAsync("9973", "update certificate set not_after = not_after - interval '354 days' where state = 'active' and user_id = (select user_id from customer_user where login_id = @User)", new { User });
        await world.InBankAsync("9973", """
            insert into usb_token (bank_code, token_serial, user_id, handed_out_at) select bank_code, 'TK-ONTO', user_id, made_at from customer_user where login_id = @User
            on conflict do nothing
            """, new { User });
        await page.GotoAsync($"{world.FaceOf("shiokaze", BankFaces.Cert)}/renew?lang=ja");
        return (await page.GetByRole(AriaRole.Link, new() { Name = "USBトークンへの更新を始める" }).GetAttributeAsync("href"))!;
    }

    private static async Task EnterAsync(IPage desk, string pin)
    {
        await desk.FillAsync("#Pin", pin);
        await desk.GetByRole(AriaRole.Button, new() { Name = "開く", Exact = true }).ClickAsync();
    }

    private static Task TryAsync(IPage desk) => desk.GetByRole(AriaRole.Button, new() { Name = "試す" }).ClickAsync();
}
