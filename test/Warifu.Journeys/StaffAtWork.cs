using Microsoft.Playwright;

namespace Warifu.Journeys;

/// <summary>Two of staff at あさぎり信用組合, each at his own PC.</summary>
internal static class StaffAtWork
{
    /// <summary>Signed in at the staff face.</summary>
    public static async Task<IPage> StaffPageAsync(this TheWorld world, string staffId, CancellationToken cancel)
    {
        var page = await (await world.StaffBrowserAsync(staffId, cancel)).NewPageAsync();
        await page.GotoAsync($"{world.StaffFace}/sign-in?lang=ja");
        await page.Locator("main form[method=post] button").ClickAsync();
        await page.ReachesAsync($"{world.StaffFace}/");
        return page;
    }

    /// <summary>照会用暗証番号 of an account, which both type from the paper.</summary>
    public static async Task FilePinAsync(this IPage asks, TheWorld world, IPage approves, string contract, string account, string pin)
    {
        await asks.GotoAsync($"{world.StaffFace}/requests/new?act=file-inquiry-pin&contract={contract}&account={account}");
        await asks.GetByLabel("申込書の番号").FillAsync("届-2026-0602");
        await asks.FillAsync("#Pin", pin);
        await asks.HandToAsync(approves);
        await approves.FillAsync("#Pin", pin);
        await approves.ApproveAsync();
    }

    /// <summary>Asks, and the other opens the request.</summary>
    public static async Task HandToAsync(this IPage asks, IPage approves)
    {
        await asks.SendAsync(() => asks.GetByRole(AriaRole.Button, new() { Name = "承認を依頼" }).ClickAsync());
        await asks.GetByText("ご自身では承認できません").WaitForAsync();
        await approves.GotoAsync(asks.Url.Split('?')[0] + "?lang=ja");
    }

    public static async Task ApproveAsync(this IPage approves)
    {
        await approves.SendAsync(() => approves.Locator("button.approve").ClickAsync());
        await approves.GetByText("承認され、実行されました").WaitForAsync();
    }
}
