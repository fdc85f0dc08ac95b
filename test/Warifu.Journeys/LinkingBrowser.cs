using Microsoft.Playwright;

namespace Warifu.Journeys;

/// <summary>What every link has in common in the browser.</summary>
internal static class LinkingBrowser
{
    /// <summary>From the service to the first page that asks something of who has a certificate.</summary>
    public static async Task LinkByCertificateAsync(this IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.GotoAsync($"{page.Url.Split('?')[0]}?lang=ja");
        await page.GetByRole(AriaRole.Link, new() { Name = "電子証明書ログイン" }).ClickAsync();
        await page.GetByLabel("ログインパスワード").FillAsync(OwnContract.Password);
        await page.LinkAsync();
    }

    /// <summary>The same by ID and password.</summary>
    public static async Task LinkByIdAsync(this IPage page, string address, string loginId)
    {
        await page.GotoAsync(address);
        await page.GotoAsync($"{page.Url.Split('?')[0]}?lang=ja");
        await page.GetByLabel("ログインID").FillAsync(loginId);
        await page.GetByLabel("ログインパスワード").FillAsync(OwnContract.Password);
        await page.LinkAsync();
    }

    public static Task GoOnAsync(this IPage page) => page.SendAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "次へ" }).ClickAsync());

    /// <summary>Ticks the box and presses 許可.</summary>
    public static async Task AllowAsync(this IPage page)
    {
        await page.GetByLabel("許可手続きを継続する").CheckAsync();
        await page.SendAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "許可", Exact = true }).ClickAsync());
    }

    private static Task LinkAsync(this IPage page) => page.SendAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "API連携", Exact = true }).ClickAsync());
}
