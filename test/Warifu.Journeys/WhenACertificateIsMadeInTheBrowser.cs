using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Warifu.Bank.Profiles;
using Warifu.Bank.Users;

namespace Warifu.Journeys;

/// <summary>
/// Seed 001, 2.1, 2.2 and 2.10.1, and seed 004, BSM5002 to BSM5004: from nothing to signing in with a certificate whose key the browser made, and its
/// renewal at both banks that have it.
/// </summary>
public sealed class WhenACertificateIsMadeInTheBrowser(TheWorld world) : IDisposable
{
    private const string Password = "Chosen-Login-1";
    private const string Acquisition = "Paper-Acquire-1";
    private const string Ask = "form[data-step=ask]";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly CertificateFiles files = new();

    public void Dispose() => files.Dispose();

    [Fact]
    public async Task The_first_one_is_acquired_imported_and_used_and_then_renewed_from_the_password_page()
    {
        const string user = "2026007701";
        var requests = new List<byte[]>();
        var (www, cert) = await MakeContractAsync("tsukinowa", "0000710077", user, "trader");
        var browser = await world.BrowserAsync(user, null, null, Cancel);
        var page = await WatchedAsync(browser, requests);
        await page.GotoAsync($"{www}/?lang=ja");
        await page.GetByRole(AriaRole.Link, new() { Name = "電子証明書取得" }).ClickAsync();
        await page.ReachesAsync($"{www}/certificates/browser");
        await page.Locator(Ask).WaitForAsync();
        await page.LookAtAsync(world, "browser-acquire", forDocs: true);

        // Wrong passwords, then the right ones, by keyboard.
        await page.AcquireAsync(user, Password, "Wrong-0001");
        Assert.Equal("acquisition-refused", await page.Locator("[data-alert=refused] .code code").TextContentAsync());
        await LookHereAsync(page, "browser-acquire-refused", "ja");
        await page.AcquireAsync(user, Password, Acquisition);
        await DownloadStepAsync(page);
        await LookHereAsync(page, "browser-acquire-download", "ja");
        var serial = await SerialAsync(page);
        var first = await files.OpenAsync(await files.DownloadAsync(page, "first.p12"), Acquisition, Cancel);
        await files.JudgeRequestAsync(requests[^1], Cancel);
        var lost = first.Single(one => one.HasPrivateKey);
        Assert.Equal((serial, user), (lost.SerialNumber.ToLowerInvariant(), lost.GetNameInfo(X509NameType.SimpleName, forIssuer: false)));

        // The tab is closed; coming back offers the same certificate again.
        await page.CloseAsync();
        page = await WatchedAsync(browser, requests);
        await page.GotoAsync($"{www}/certificates/browser?lang=ja");
        await page.Locator("[data-kept]").WaitForAsync();
        await page.LookAtAsync(world, "browser-acquire-kept");
        await page.Locator("[data-kept]").WaitForAsync();
        Assert.Equal(user, await page.InputValueAsync("#LoginId"));
        await page.AcquireAsync(user, Password, Acquisition);
        await DownloadStepAsync(page);
        Assert.Equal(serial, await SerialAsync(page));

        // Made anew: another one, and the unused one is revoked.
        await page.GotoAsync($"{www}/certificates/browser?lang=en");
        await page.Locator("[data-act=anew]").ClickAsync();
        await page.AcquireAsync(user, Password, Acquisition);
        await DownloadStepAsync(page);
        await LookHereAsync(page, "browser-acquire-download", "en");
        Assert.NotEqual(serial, await SerialAsync(page));
        var file = await files.DownloadAsync(page, "kept.p12");
        Assert.Equal("certificate-revoked", await CodeAtSignInAsync("lost", first, cert));

        // Imported as its user does; the browser offers it by itself.
        browser = await world.ImportAsync(user, file, Acquisition, Cancel);
        page = await WatchedAsync(browser, requests);
        await page.GotoAsync($"{cert}/sign-in?lang=ja");
        Assert.Equal(0, await page.GetByRole(AriaRole.Link, new() { Name = "証明書更新" }).CountAsync());
        await page.FillAsync("#Password", Password);
        await page.Keyboard.PressAsync("Enter");
        // By way of the page that lets the kept key be deleted, and home again; only this once.
        await page.ReachesAsync($"{cert}/?kept=over");
        Assert.Equal("ホーム", await page.TextContentAsync("h1"));
        await page.GotoAsync($"{www}/certificates/browser/used?lang=ja");
        Assert.Equal(0, await page.EvaluateAsync<int>("async () => (await (await import('/kept-pairs.js')).all()).length"));
        await page.GotoAsync($"{www}/certificates/browser?lang=ja");
        await page.Locator(Ask).WaitForAsync();
        Assert.False(await page.Locator("[data-kept]").IsVisibleAsync());
        await page.AcquireAsync(user, Password, Acquisition);
        Assert.Equal("certificate-still-valid", await page.Locator("[data-alert=refused] .code code").TextContentAsync());

        await RenewedAsync(page, user, cert);
    }

    /// <summary>Seed 001, 2.10.1.</summary>
    private async Task RenewedAsync(IPage page, string user, string cert)
    {
        await EndsInAsync("9971", user, days: 20);
        await page.GotoAsync($"{cert}/sign-in?lang=ja");
        await page.LookAtAsync(world, "browser-renew-button");
        await page.GetByRole(AriaRole.Link, new() { Name = "証明書更新" }).ClickAsync();
        await page.ReachesAsync($"{cert}/renew/browser");
        await page.Locator(Ask).WaitForAsync();
        await page.LookAtAsync(world, "browser-renew");
        await page.FillAsync("#Password", "Wrong-0001");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[data-alert=refused]").WaitForAsync();
        Assert.Equal("renewal-wrong-password", await page.Locator("[data-alert=refused] .code code").TextContentAsync());
        await page.FillAsync("#Password", Password);
        await page.Keyboard.PressAsync("Enter");
        await DownloadStepAsync(page);
        await LookHereAsync(page, "browser-renew-download", "ja");
        var next = await files.OpenAsync(await files.DownloadAsync(page, "next.p12"), Password, Cancel);

        // The old one signs in still, and is told of the new one; so does the new one, in a browser of its own.
        await page.GotoAsync($"{cert}/sign-in?lang=ja");
        await page.FillAsync("#Password", Password);
        await page.Keyboard.PressAsync("Enter");
        await page.ReachesAsync($"{cert}/");
        Assert.Contains("まだ使われていません", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Equal(1, await page.EvaluateAsync<int>("async () => (await (await import('/kept-pairs.js')).all()).length"));
        var other = await SignedInAsync("next", next, cert);
        Assert.DoesNotContain("まだ使われていません", await other.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await page.ReloadAsync();
        await page.WaitForFunctionAsync("async () => (await (await import('/kept-pairs.js')).all()).length === 0");
    }

    [Fact]
    public async Task At_the_bank_with_a_choice_it_is_renewed_page_by_page()
    {
        const string user = "nagisa77";
        var (_, cert) = await MakeContractAsync("shiokaze", "0000730077", user, "master");
        var pc = world.PcOf(new(new("9973"), user, "master", Password, "Chosen-Confirm-1"));
        var held = await pc.CertificateAsync(Cancel);
        await EndsInAsync("9973", user, days: 30);
        var page = await (await world.BrowserAsync(user, pc, held, Cancel)).NewPageAsync();
        await page.GotoAsync($"{cert}/renew/browser?lang=ja");
        await page.Locator(Ask).WaitForAsync();
        await page.LookAtAsync(world, "bsm5001");
        await page.FillAsync("#Password", Password);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "発行", Exact = true }).WaitForAsync();
        Assert.Equal("BSM5002", (await page.Locator(".screen").InnerTextAsync()).Trim());
        await LookHereAsync(page, "bsm5002", "ja");

        // The answer is held back, so that the page that waits can be seen.
        var release = new TaskCompletionSource();
        await page.RouteAsync("**/renew/browser", async route =>
        {
            await release.Task;
            await route.ContinueAsync();
        });
        await page.GetByRole(AriaRole.Button, new() { Name = "発行", Exact = true }).ClickAsync();
        await page.Locator("[data-step=waiting]").WaitForAsync();
        Assert.Equal("BSM5003", (await page.Locator(".screen").InnerTextAsync()).Trim());
        await LookHereAsync(page, "bsm5003", "ja");
        release.SetResult();
        await DownloadStepAsync(page);
        Assert.Equal("BSM5004", (await page.Locator(".screen").InnerTextAsync()).Trim());
        await LookHereAsync(page, "bsm5004", "ja");
        var next = await files.OpenAsync(await files.DownloadAsync(page, "e3.p12"), Password, Cancel);
        Assert.Matches($"^{user} A001 [0-9]{{20}}$", next.Single(one => one.HasPrivateKey).GetNameInfo(X509NameType.SimpleName, forIssuer: false));
        await SignedInAsync("e3", next, cert);
    }

    [Fact]
    public async Task Without_script_the_page_says_what_is_needed()
    {
        var page = await (await world.BrowserAsync("nobody", null, null, Cancel)).NewPageAsync();
        await page.RouteAsync("**/enrolling.js*", route => route.AbortAsync());
        await page.GotoAsync($"{world.FaceOf("tsukinowa", BankFaces.Www)}/certificates/browser?lang=ja");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "JavaScript が必要です" })).ToBeVisibleAsync();
        Assert.False(await page.Locator(Ask).IsVisibleAsync());
        await page.LookAtAsync(world, "browser-acquire-without-script");
    }

    private async Task<(string Www, string Cert)> MakeContractAsync(string bank, string contractId, string user, string kind)
    {
        var profile = world.World.Banks.Single(one => one.Name == bank).Profile;
        await using var operations = world.World.BankOperations();
        var contract = new NewContract(contractId, "株式会社わたりどり", "WATARIDORI CO.,LTD.", "ｶ)ﾜﾀﾘﾄﾞﾘ", [new(user, "渡 鳥美", kind, "A001")], []);
        var first = new FirstPasswords(Password, "Chosen-Confirm-1") { AreOwn = true, Acquisition = profile.Certificate.AcquisitionPassword ? Acquisition : null };
        Assert.Null((await operations.MakeContractAsync(profile.Code, contract, new Dictionary<string, FirstPasswords> { [user] = first }, Cancel)).Refusal);
        return (world.FaceOf(bank, BankFaces.Www), world.FaceOf(bank, BankFaces.Cert));
    }

    /// <summary>Time goes by for this certificate alone: trust is the register.</summary>
    private Task EndsInAsync(string bank, string user, int days) => world.InBankAsync(bank, """
        update certificate set not_after = @ends where state = 'active' and user_id = (select user_id from customer_user where login_id = @user)
        """, new { user, ends = TimeProvider.System.GetUtcNow().AddDays(days) });

    /// <summary>A page whose signing requests are kept.</summary>
    private static async Task<IPage> WatchedAsync(IBrowserContext browser, List<byte[]> requests)
    {
        var page = await browser.NewPageAsync();
        page.Request += (_, request) =>
        {
            if (request.Method == "POST" && Regex.Match(request.PostData ?? "", "(^|&)Csr=([^&]+)", RegexOptions.None, TimeSpan.FromSeconds(1)) is { Success: true } sent)
                requests.Add(Convert.FromBase64String(Uri.UnescapeDataString(sent.Groups[2].Value)));
        };
        return page;
    }

    private static Task DownloadStepAsync(IPage page) => page.Locator("[data-step=download]").WaitForAsync();

    private static async Task<string> SerialAsync(IPage page) => (await page.Locator("[data-fact=serial]").TextContentAsync())!;

    /// <summary>As <see cref="Pages.LookAtAsync"/>, of a step that is not at an address of its own.</summary>
    private async Task LookHereAsync(IPage page, string name, string language)
    {
        foreach (var (width, size) in ((int, string)[])[(390, "phone"), (1180, "desk")])
        {
            await page.SetViewportSizeAsync(width, 860);
            await page.IsAccessibleAsync($"{name} at {width} px in {language}");
            await page.ScreenshotAsync(new() { Path = Path.Combine(world.Screenshots, $"{name}-{language}-{size}.png"), FullPage = true });
        }
    }

    private async Task<IPage> SignedInAsync(string name, X509Certificate2Collection certificates, string cert)
    {
        var page = await (await world.BrowserAsync($"made-{name}", certificates, Cancel)).NewPageAsync();
        await page.GotoAsync($"{cert}/sign-in?lang=ja");
        await page.FillAsync("#Password", Password);
        await page.Keyboard.PressAsync("Enter");
        await page.ReachesAsync($"{cert}/");
        return page;
    }

    private async Task<string?> CodeAtSignInAsync(string name, X509Certificate2Collection certificates, string cert)
    {
        var page = await (await world.BrowserAsync($"made-{name}", certificates, Cancel)).NewPageAsync();
        await page.GotoAsync($"{cert}/sign-in?lang=ja");
        return await page.Locator(".alert .code code").TextContentAsync();
    }
}
