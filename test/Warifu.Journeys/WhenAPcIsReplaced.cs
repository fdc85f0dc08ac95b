using Microsoft.Playwright;
using Warifu.Bank.Profiles;
using Warifu.Desk.Certificates;
using Warifu.Stories;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>
/// A new PC without paper, played by two people: the user asks in the program on his new PC, his colleague approves in Chromium by the code
/// he is told, and the first sign-in with the new certificate ends the old.
/// </summary>
public sealed class WhenAPcIsReplaced(TheWorld world)
{
    private const string Passphrase = "ume sakura kiku fuji";
    private const string Password = OwnContract.Password;
    private const string Acquisition = OwnContract.Acquisition;
    private const string Confirmation = OwnContract.Confirmation;
    private static readonly LocatorAssertionsToBeVisibleOptions Patience = new() { Timeout = 60_000 };
    private static readonly LocatorAssertionsToContainTextOptions Patiently = new() { Timeout = 60_000 };
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task In_the_program_with_a_colleague_who_approves_by_code()
    {
        const string user = "kamome02";
        const string colleague = "kamome01";
        await OwnContract.MakeAsync(world, "asagiri", "0000720081", (colleague, "master"), (user, "general"));
        var (old, second) = (OwnContract.PcOf(world, "9972", user, "general"), OwnContract.PcOf(world, "9972", colleague, "master"));
        var before = await old.CertificateAsync(Cancel);
        var approver = await (await world.BrowserAsync(colleague, second, await second.CertificateAsync(Cancel), Cancel)).NewPageAsync();

        await using var pc = await PcWithWindow.StartAsync(world.Told.ServerCa, Cancel);
        var chromium = await world.BrowserAsync("window", pc: null, held: null, Cancel);
        var (desk, origin) = await pc.OpenedAsync(chromium, Passphrase, first: true, Cancel);
        await desk.GotoAsync($"{origin}/arrive?address={Uri.EscapeDataString($"warifu:issue?bank={Uri.EscapeDataString($"{old.Site}".TrimEnd('/'))}")}");
        await desk.GetByRole(AriaRole.Button, new() { Name = "この金融機関で間違いありません" }).ClickAsync();
        await desk.FillAsync("#LoginId", user);
        await desk.FillAsync("#Password", Password);
        await desk.GetByRole(AriaRole.Button, new() { Name = "認証して発行" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".alert .code code")).ToHaveTextAsync("certificate-still-valid", new() { Timeout = 60_000 });
        await desk.LookAtAsync(world, "desk-still-valid");
        await desk.GetByRole(AriaRole.Link, new() { Name = "パソコンの交換へ" }).ClickAsync();
        await desk.LookAtAsync(world, "desk-replace", forDocs: true);
        await desk.IsUsableByKeyboardAsync(desk.Url);
        await desk.FillAsync("#Pc", "経理の新しいPC");
        await desk.FillAsync("#Password", "wrong");
        await desk.GetByRole(AriaRole.Button, new() { Name = "申し込む" }).ClickAsync();
        await Assertions.Expect(desk.Locator(".alert .code code")).ToHaveTextAsync("wrong-login-id-or-password", new() { Timeout = 60_000 });
        Assert.Empty(Asking.Unanswered(pc.Folder));
        await desk.FillAsync("#Password", Password);
        await desk.Keyboard.PressAsync("Enter");
        await Assertions.Expect(desk.GetByRole(AriaRole.Heading, new() { Name = "確認番号" })).ToBeVisibleAsync(Patience);
        await desk.LookAtAsync(world, "desk-replacement-waiting", forDocs: true);
        var code = await desk.InnerTextAsync(".read-aloud [aria-hidden]");

        // The program is ended and begun again: the request waits in the list.
        await pc.QuitAsync(Cancel);
        (desk, origin) = await pc.OpenedAsync(chromium, Passphrase, first: false, Cancel);
        await desk.LookAtAsync(world, "desk-replacement-listed");
        await desk.GetByRole(AriaRole.Link, new() { Name = "申込みを見る" }).ClickAsync();
        Assert.Equal(code, await desk.InnerTextAsync(".read-aloud [aria-hidden]"));

        await ApproveAsync(approver, "asagiri", user, code);
        // The page on the new PC finds out by itself.
        await Assertions.Expect(desk.Locator("h1")).ToContainTextAsync("承認されました", Patiently);
        await desk.LookAtAsync(world, "desk-replacement-approved");
        var (exit, said) = await pc.DoAsync(Cancel, "certificates");
        Assert.True(exit == 0, said);
        await CoolOffAsync("9972", user);
        await Assertions.Expect(desk.Locator("h1")).ToContainTextAsync("証明書を取得できます", Patiently);
        await desk.LookAtAsync(world, "desk-replacement-open");
        await desk.GetByRole(AriaRole.Link, new() { Name = "証明書発行へ" }).ClickAsync();
        Assert.Equal(user, await desk.InputValueAsync("#LoginId"));
        await desk.FillAsync("#Password", Password);
        await desk.GetByRole(AriaRole.Button, new() { Name = "認証して発行" }).ClickAsync();
        await Assertions.Expect(desk.GetByText("電子証明書の発行とインストールが完了しました。")).ToBeVisibleAsync(Patience);
        var after = Assert.Single(HeldCertificate.All(pc.Folder));
        Assert.NotEqual(before.Serial, after.Serial);
        Assert.Empty(Asking.Unanswered(pc.Folder));
        await pc.QuitAsync(Cancel);

        // Both work until the new one signs in; then the old one is told what became of it.
        using (await old.AtTheBankAsync(before, Cancel))
        using (var next = new Visitor(world.Told.BankCert, World.Value(after.WithKey(World.Value(Desk.Keys.Vault.Open(pc.Folder, Passphrase)))), pc.Folder, japanese: true))
        {
            await next.OpenAsync("/sign-in", Cancel);
            await next.PressAsync("main form[method=post]", new Dictionary<string, string> { ["Password"] = Password }, Cancel);
        }
        var tried = await new TryCertificate(old.Folder, TimeProvider.System).RunAsync(before, old.Vault, japanese: true, Cancel);
        Assert.Equal("certificate-replaced", tried.Value.Tried!.Code);
    }

    [Fact]
    public async Task In_a_browser_where_a_page_makes_the_key()
    {
        const string user = "2026008102";
        const string colleague = "2026008101";
        var (www, cert) = (world.FaceOf("tsukinowa", BankFaces.Www), world.FaceOf("tsukinowa", BankFaces.Cert));
        await OwnContract.MakeAsync(world, "tsukinowa", "0000710081", (colleague, "administrator"), (user, "trader"));
        using var files = new CertificateFiles();
        var old = await AcquiredAsync(files, user, www);
        await SignInAsync(old, cert);
        var approver = await AcquiredAsync(files, colleague, www);

        // On the new PC.
        var page = await (await world.BrowserAsync($"{user}-new", null, null, Cancel)).NewPageAsync();
        await page.GotoAsync($"{www}/certificates/browser?lang=ja");
        await page.AcquireAsync(user, Password, Acquisition);
        Assert.Equal("certificate-still-valid", await page.Locator("[data-alert=refused] .code code").TextContentAsync());
        await page.Locator("[data-on-another-pc] a").ClickAsync();
        await page.Locator("form[data-step=ask]").WaitForAsync();
        await page.LookAtAsync(world, "browser-new-pc", forDocs: true);
        await page.IsUsableByKeyboardAsync(page.Url);
        await AskAsync(page, user, "wrong");
        await page.Locator("[data-alert=refused]").WaitForAsync();
        Assert.Equal("wrong-login-id-or-password", await page.Locator("[data-alert=refused] .code code").TextContentAsync());
        await AskAsync(page, user, Password);
        await page.Locator("[data-step=waiting]").WaitForAsync();
        var code = (await page.Locator("[data-fact=code]").TextContentAsync())!;
        await page.LookAtAsync(world, "browser-new-pc-waiting", forDocs: true);

        // The tab is closed; opened again the page finds the request, and so does the page of acquisition.
        await page.CloseAsync();
        page = await (await world.ReopenedAsync($"{user}-new")).NewPageAsync();
        await page.GotoAsync($"{www}/certificates/browser?lang=ja");
        await page.Locator("[data-new-pc] a").ClickAsync();
        await page.Locator("[data-step=waiting]").WaitForAsync();
        Assert.Equal(code, await page.Locator("[data-fact=code]").TextContentAsync());
        await ApproveAsync(approver, "tsukinowa", user, code);
        await page.Locator("[data-step=approved]").WaitForAsync(new() { Timeout = 60_000 });
        await page.LookAtAsync(world, "browser-new-pc-approved");
        await CoolOffAsync("9971", user);
        await page.Locator("[data-step=open]").WaitForAsync(new() { Timeout = 60_000 });
        await page.LookAtAsync(world, "browser-new-pc-open");
        await page.Locator("[data-step=open] a").ClickAsync();
        await page.Locator("form[data-step=ask]").WaitForAsync();
        Assert.Equal(user, await page.InputValueAsync("#LoginId"));
        await page.AcquireAsync(user, Password, Acquisition);
        await page.Locator("[data-step=download]").WaitForAsync();
        var file = await files.DownloadAsync(page, "new-pc.p12");
        page = await (await world.ImportAsync($"{user}-new", file, Acquisition, Cancel)).NewPageAsync();
        await SignInAsync(page, cert);
        await old.GotoAsync($"{cert}/sign-in?lang=ja");
        await Assertions.Expect(old.Locator(".alert .code code")).ToHaveTextAsync("certificate-replaced");
    }

    private static async Task AskAsync(IPage page, string user, string password)
    {
        await page.FillAsync("#LoginId", user);
        await page.FillAsync("#Password", password);
        await page.FillAsync("#Pc", "為替の新しいPC");
        await page.GetByRole(AriaRole.Button, new() { Name = "申し込む" }).ClickAsync();
    }

    /// <summary>A browser that has a certificate of its user, acquired by its page and imported.</summary>
    private async Task<IPage> AcquiredAsync(CertificateFiles files, string user, string www)
    {
        var page = await (await world.BrowserAsync(user, null, null, Cancel)).NewPageAsync();
        await page.GotoAsync($"{www}/certificates/browser?lang=ja");
        await page.Locator("form[data-step=ask]").WaitForAsync();
        await page.AcquireAsync(user, Password, Acquisition);
        await page.Locator("[data-step=download]").WaitForAsync();
        return await (await world.ImportAsync(user, await files.DownloadAsync(page, $"{user}.p12"), Acquisition, Cancel)).NewPageAsync();
    }

    private static async Task SignInAsync(IPage page, string cert)
    {
        await page.GotoAsync($"{cert}/sign-in?lang=ja");
        await page.FillAsync("#Password", Password);
        await page.Keyboard.PressAsync("Enter");
        // The first time with a certificate that a page made, home goes by the page that deletes its key.
        await page.ReachesAsync(cert.Contains("tsukinowa", StringComparison.Ordinal) ? $"{cert}/?kept=over" : $"{cert}/");
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("ホーム");
    }

    [Fact]
    public async Task From_a_command_line_asked_once_and_asked_again_until_it_is_issued()
    {
        const string user = "kamome12";
        const string colleague = "kamome11";
        await OwnContract.MakeAsync(world, "shiokaze", "0000730081", (colleague, "master"), (user, "general"));
        var (old, second) = (OwnContract.PcOf(world, "9973", user, "general"), OwnContract.PcOf(world, "9973", colleague, "master"));
        await old.CertificateAsync(Cancel);
        var approver = await (await world.BrowserAsync(colleague, second, await second.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        using var desk = new DeskAtATerminal();
        await desk.DoAsync("", "settings", "--server-ca", world.Told.ServerCa);
        string[] replace = ["replace", "--bank", $"{old.Site}", "--login-id", user, "--pc", "新しいPC"];
        var asked = await desk.DoAsync(Password, replace);
        Assert.Equal("Waiting", asked.GetProperty("state").GetString());
        Assert.Equal("certificate-still-valid", (await desk.RefusedAsync(Password, "issue", "--bank", $"{old.Site}", "--login-id", user)).GetProperty("code").GetString());
        await ApproveAsync(approver, "shiokaze", user, asked.GetProperty("code").GetString()!);
        Assert.Equal("Approved", (await desk.DoAsync(Password, replace)).GetProperty("state").GetString());
        await CoolOffAsync("9973", user);
        Assert.StartsWith($"{user} A002 ", (await desk.DoAsync(Password, replace)).GetProperty("commonName").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, (await desk.DoAsync("", "certificates")).GetArrayLength());
    }

    /// <summary>The colleague signs in, is told at home, and types what he heard; at first he mishears it.</summary>
    private async Task ApproveAsync(IPage page, string bank, string user, string code)
    {
        var cert = world.FaceOf(bank, BankFaces.Cert);
        await SignInAsync(page, cert);
        await Assertions.Expect(page.Locator(".notice .what", new() { HasText = $"（{user}）の新しいパソコンが" })).ToBeVisibleAsync();
        await page.GotoAsync($"{cert}/replacements?lang=ja");
        await page.LookAtAsync(world, $"{bank}-replacements", forDocs: bank == "asagiri");
        await page.IsUsableByKeyboardAsync(page.Url);
        await TypeAsync(page, "AAAA-AAAA");
        await Assertions.Expect(page.Locator(".alert .code code")).ToHaveTextAsync("replacement-code-wrong");
        await TypeAsync(page, code.ToLowerInvariant());
        await Assertions.Expect(page.Locator(".done .what")).ToContainTextAsync("承認しました。");
        await page.LookAtAsync(world, $"{bank}-replacements-approved");
    }

    private static async Task TypeAsync(IPage page, string code)
    {
        await page.FillAsync("#Code", code);
        await page.FillAsync("#Confirmation", Confirmation);
        await page.GetByRole(AriaRole.Button, new() { Name = "承認", Exact = true }).ClickAsync();
    }

    /// <summary>The day of the profile goes by for this request alone.</summary>
    private Task CoolOffAsync(string bank, string user) => world.InBankAsync(bank, """
        update replacement set opens_at = approved_at where stopped_at is null and user_id = (select user_id from customer_user where login_id = @user)
        """, new { user });
}
