using Microsoft.Playwright;

namespace Warifu.Journeys;

/// <summary>Seed 001, 2.7: a user locked himself out and hands in a sealed form; two members of staff, each with his own eyes and PC, unlock him.</summary>
public sealed class WhenStaffUnlockAUser(TheWorld world)
{
    private const string User = "kamome21";
    private const string Asks = "S0101";
    private const string Approves = "S0102";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_asks_another_approves_and_the_user_signs_in_again()
    {
        await OwnContract.MakeAsync(world, "asagiri", "0000720101", (User, "master"));
        var pc = OwnContract.PcOf(world, "9972", User, "master");
        var his = await (await world.BrowserAsync(User, pc, await pc.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        await his.GotoAsync($"{world.CertFace}/sign-in?lang=ja");
        for (var n = 0; n < 4; n++)
        {
            if (await his.Locator("#Password").CountAsync() == 0)
                break;
            await his.FillAsync("#Password", "forgotten-1");
            await his.SendAsync(() => his.Locator("main form[method=post] button:not([type=button])").ClickAsync());
        }
        Assert.Equal("sign-in-locked", await his.TextContentAsync(".alert .code code"));

        var one = await SignedInAsync(Asks, "staff-sign-in");
        await one.GetByRole(AriaRole.Link, new() { Name = "契約を探す" }).ClickAsync();
        await one.GetByLabel("契約者番号、ログインID").FillAsync(User);
        await one.Keyboard.PressAsync("Enter");
        await one.Locator("ul.entries a").First.WaitForAsync();
        await one.LookAtAsync(world, "staff-contracts");
        await one.Locator("ul.entries a").First.ClickAsync();
        var user = one.Locator($"section[data-login-id={User}]");
        Assert.Equal("電子証明書ログイン", (await user.Locator(".locks").TextContentAsync())!.Trim());
        await one.LookAtAsync(world, "staff-contract");
        await user.Locator("summary").ClickAsync();
        await user.GetByRole(AriaRole.Link, new() { Name = "ロック解除" }).ClickAsync();
        await one.LookAtAsync(world, "staff-ask");
        // By keyboard alone: the form has the focus, Enter sends it.
        await one.FocusAsync("#Paper");
        await one.Keyboard.TypeAsync("届-2026-0042");
        await one.Keyboard.PressAsync("Enter");
        await one.GetByText("ご自身では承認できません").WaitForAsync();
        await one.LookAtAsync(world, "staff-own-request");

        var other = await SignedInAsync(Approves, null);
        await other.LookAtAsync(world, "staff-home");
        await other.Locator("table.requests tr", new() { HasText = "届-2026-0042" }).GetByRole(AriaRole.Link).ClickAsync();
        await other.LookAtAsync(world, "staff-approve");
        await other.FocusAsync("button.approve");
        await other.Keyboard.PressAsync("Enter");
        await other.GetByText("承認され、実行されました").WaitForAsync();
        await other.LookAtAsync(world, "staff-done");
        await other.GotoAsync($"{world.StaffFace}/history");
        await other.LookAtAsync(world, "staff-history");

        await his.SignInAsync(world, User, OwnContract.Password);
        await his.GotoAsync($"{world.CertFace}/manage/company");
        await his.LookAtAsync(world, "company");
        await his.GotoAsync($"{world.CertFace}/manage/history");
        Assert.Contains("届-2026-0042", await his.TextContentAsync("tr[data-act=staff-approved]"), StringComparison.Ordinal);
        Assert.DoesNotContain(Approves, await his.TextContentAsync("main"), StringComparison.Ordinal);
    }

    private async Task<IPage> SignedInAsync(string staffId, string? picture)
    {
        var page = await (await world.StaffBrowserAsync(staffId, Cancel)).NewPageAsync();
        await page.GotoAsync($"{world.StaffFace}/sign-in?lang=ja");
        if (picture is not null)
            await page.LookAtAsync(world, picture);
        await page.Locator("main form[method=post] button").ClickAsync();
        await page.ReachesAsync($"{world.StaffFace}/");
        Assert.Equal("受付一覧", await page.TextContentAsync("h1"));
        return page;
    }
}
