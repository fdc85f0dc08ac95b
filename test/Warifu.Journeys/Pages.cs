using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Warifu.Bank.Profiles;

namespace Warifu.Journeys;

/// <summary>What must hold on every page, and its picture.</summary>
internal static class Pages
{
    private const int PhoneWidth = 390;
    private const int DeskWidth = 1180;

    /// <summary>210 mm at 96 dots to the inch, less margins of 15 mm.</summary>
    private const int PaperWidth = 680;

    /// <summary>Milliseconds.</summary>
    private const int Patience = 60_000;

    /// <summary>
    /// Looks at a page in both languages and two widths, on light and dark paper: see <see cref="Accessibility"/>. Leaves a
    /// picture of each under artifacts/screenshots.
    /// </summary>
    /// <param name="forDocs">With <c>GOLDEN=write</c> the picture also goes to docs/images.</param>
    public static async Task LookAtAsync(this IPage page, TheWorld world, string name, bool forDocs = false)
    {
        var address = page.Url;
        foreach (var language in (string[])["ja", "en"])
        {
            await page.GotoAsync(WithLanguage(address, language));
            foreach (var width in (int[])[PhoneWidth, DeskWidth])
            {
                await page.SetViewportSizeAsync(width, 860);
                Assert.Equal(language, await page.GetAttributeAsync("html", "lang"));
                await page.IsAccessibleAsync($"{name} at {width} px in {language}");
                await page.ScreenshotAsync(new() { Path = Path.Combine(world.Screenshots, $"{name}-{language}-{(width == PhoneWidth ? "phone" : "desk")}.png") });
            }
            if (forDocs && Environment.GetEnvironmentVariable("GOLDEN") == "write")
                await page.ScreenshotAsync(new() { Path = Path.Combine(Worlds.Checkout.Root, "docs", "images", $"{name}-{language}.png") });
        }
        await page.GotoAsync(WithLanguage(address, "ja"));
    }

    /// <summary>Looks at a page as it is printed on A4 paper, in both languages: nothing to press is on it.</summary>
    /// <inheritdoc cref="LookAtAsync"/>
    public static async Task PrintAsync(this IPage page, TheWorld world, string name, bool forDocs = false)
    {
        var address = page.Url;
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await page.SetViewportSizeAsync(PaperWidth, 860);
        foreach (var language in (string[])["ja", "en"])
        {
            await page.GotoAsync(WithLanguage(address, language));
            Assert.Equal(0, await page.Locator("a.button:visible, button:visible").CountAsync());
            var file = Path.Combine(world.Screenshots, $"{name}-print-{language}.png");
            await page.ScreenshotAsync(new() { Path = file, FullPage = true });
            if (forDocs && Environment.GetEnvironmentVariable("GOLDEN") == "write")
                File.Copy(file, Path.Combine(Worlds.Checkout.Root, "docs", "images", Path.GetFileName(file)), overwrite: true);
        }
        await page.EmulateMediaAsync(new() { Media = Media.Screen });
        await page.GotoAsync(WithLanguage(address, "ja"));
    }

    /// <summary>
    /// Waits, generously, until the browser stands at this address with all of its page. The library's own waits for addresses
    /// and load states may miss the event they wait for, when it comes between their look and their waiting.
    /// </summary>
    /// <param name="address">Exact but for <c>*</c>, which stands for anything.</param>
    public static Task ReachesAsync(this IPage page, string address) =>
        page.ReachesAsync(new Regex($"^{Regex.Escape(address).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.None, TimeSpan.FromSeconds(1)));

    public static async Task ReachesAsync(this IPage page, Regex address)
    {
        await Assertions.Expect(page).ToHaveURLAsync(address, new() { Timeout = Patience });
        await Assertions.Expect(page.Locator("html")).ToHaveJSPropertyAsync("ownerDocument.readyState", "complete", new() { Timeout = Patience });
    }

    /// <summary>Does what sends a form, and waits until the page that answers it has come, whatever its address.</summary>
    public static async Task SendAsync(this IPage page, Func<Task> press)
    {
        await page.EvaluateAsync("document.documentElement.dataset.sent = ''");
        await press();
        await Assertions.Expect(page.Locator("html:not([data-sent])")).ToHaveJSPropertyAsync("ownerDocument.readyState", "complete", new() { Timeout = Patience });
    }

    /// <summary>Signs in at the certificate face of a bank as its user.</summary>
    public static Task SignInAsync(this IPage page, TheWorld world, string user) => page.SignInAsync(world, user, world.Told.Of(user).Password);

    public static async Task SignInAsync(this IPage page, TheWorld world, string user, string password)
    {
        await page.GotoAsync($"{world.WwwFace}/?lang=ja");
        await page.GetByRole(AriaRole.Link, new() { Name = "電子証明書ログイン" }).ClickAsync();
        await page.ReachesAsync($"{world.CertFace}/**");
        // Each face remembers its own language; another journey may have left it in English.
        await page.GotoAsync(WithLanguage(page.Url, "ja"));
        Assert.True(await page.Locator("#Password").CountAsync() == 1, $"{user} at {page.Url}: {await page.InnerTextAsync("main")}");
        await page.GetByLabel("ログインパスワード").FillAsync(password);
        await page.Locator("main form[method=post] .actions button").ClickAsync();
        await page.ReachesAsync($"{world.CertFace}/");
    }

    /// <summary>The first time at a bank where the first passwords are the bank's own: in by the one, out of it by the other.</summary>
    public static async Task SignInFirstAsync(this IPage page, TheWorld world, string bank, string user)
    {
        const string own = "Kaeta-hitotsu-2026";
        var told = world.Told.Of(user).Password;
        await page.GotoAsync($"{world.FaceOf(bank, BankFaces.Cert)}/sign-in?lang=ja");
        await page.GetByLabel("ログインパスワード").FillAsync(told);
        await page.Locator("main form[method=post] .actions button").ClickAsync();
        await page.ReachesAsync(new Regex("/(password)?$", RegexOptions.None, TimeSpan.FromSeconds(1)));
        if (!page.Url.EndsWith("/password", StringComparison.Ordinal))
            return;
        await page.LookAtAsync(world, $"{bank}-first-password");
        foreach (var (field, value) in ((string, string)[])[("Current", told), ("Next", own), ("Again", own)])
            await page.FillAsync($"#{field}", value);
        await page.Locator("main form[method=post] .actions button").ClickAsync();
        await Assertions.Expect(page.Locator(".done, .alert")).ToBeVisibleAsync();
        Assert.Null(await page.Locator(".alert .code code").AllInnerTextsAsync() is [var code, ..] ? code : null);
    }

    /// <summary>Fills in the page 電子証明書発行申請 and waits for its answer (seed 001, 2.1).</summary>
    public static async Task AcquireAsync(this IPage page, string user, string password, string acquisition)
    {
        foreach (var (field, value) in ((string, string)[])[("LoginId", user), ("Password", password), ("Acquisition", acquisition)])
            await page.FillAsync($"#{field}", value);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator("[data-step=download], [data-alert=refused]").Filter(new() { Visible = true }).WaitForAsync();
    }

    private static string WithLanguage(string address, string language)
    {
        var bare = address.Split("?lang=")[0].Split("&lang=")[0];
        return bare + (bare.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"lang={language}";
    }
}
