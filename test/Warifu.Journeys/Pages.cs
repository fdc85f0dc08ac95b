using Microsoft.Playwright;

namespace Warifu.Journeys;

/// <summary>What must hold on every page, and its picture.</summary>
internal static class Pages
{
    private const int PhoneWidth = 390;
    private const int DeskWidth = 1180;

    /// <summary>
    /// Looks at a page in both languages and two widths: nothing overflows, every field has its label, there is one main
    /// heading. Leaves a picture of each under artifacts/screenshots.
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
                Assert.False(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth"), $"{name} overflows at {width} px in {language}");
                Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('.scroll:has(table.stack)')].filter(box => box.scrollWidth > box.clientWidth).length"));
                Assert.Equal(1, await page.Locator("h1").CountAsync());
                Assert.Equal(0, await page.EvaluateAsync<int>("[...document.querySelectorAll('input:not([type=hidden]),select,textarea')].filter(field => !field.labels?.length && !field.ariaLabel).length"));
                await page.ScreenshotAsync(new() { Path = Path.Combine(world.Screenshots, $"{name}-{language}-{(width == PhoneWidth ? "phone" : "desk")}.png") });
            }
            if (forDocs && Environment.GetEnvironmentVariable("GOLDEN") == "write")
                await page.ScreenshotAsync(new() { Path = Path.Combine(Worlds.Checkout.Root, "docs", "images", $"{name}-{language}.png") });
        }
        await page.GotoAsync(WithLanguage(address, "ja"));
    }

    /// <summary>Signs in at the certificate face of a bank as its user.</summary>
    public static async Task SignInAsync(this IPage page, TheWorld world, string user)
    {
        await page.GotoAsync($"{world.WwwFace}/?lang=ja");
        await page.GetByRole(AriaRole.Link, new() { Name = "電子証明書ログイン" }).ClickAsync();
        await page.GetByLabel("ログインパスワード").FillAsync(world.Told.Of(user).Password);
        await page.Locator("main form[method=post] .actions button").ClickAsync();
        await page.WaitForURLAsync($"{world.CertFace}/");
    }

    private static string WithLanguage(string address, string language)
    {
        var bare = address.Split("?lang=")[0].Split("&lang=")[0];
        return bare + (bare.Contains('?', StringComparison.Ordinal) ? "&" : "?") + $"lang={language}";
    }
}
