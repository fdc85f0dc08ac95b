using Microsoft.Playwright;
using Warifu.Bank.Users;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>Seed 002, ID・パスワード方式: the whole bank on the public face, without a certificate.</summary>
public sealed class WhenAContractSignsInById(TheWorld world)
{
    private const string User = "isobe01";
    private const string Password = "Honami-2026";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_user_signs_in_by_keyboard_alone_and_finds_his_home()
    {
        await using (var operations = world.World.BankOperations())
        {
            var contract = ContractFile.Read(await File.ReadAllTextAsync(Path.Combine(Checkout.Samples, "contracts", "isobe.yaml"), Cancel)).Value;
            Assert.Null((await operations.MakeContractAsync(world.World.Bank.Code, contract,
                contract.Users.ToDictionary(user => user.LoginId, _ => new FirstPasswords(Password, "Confirm-2026") { AreOwn = true }), Cancel)).Refusal);
        }
        var browser = await world.BrowserAsync("nobody", null, null, Cancel);
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"{world.WwwFace}/?lang=ja");
        await page.LookAtAsync(world, "login-with-id");
        await page.GetByRole(AriaRole.Link, new() { Name = "ID・パスワードログイン" }).PressAsync("Enter");
        await page.ReachesAsync($"{world.WwwFace}/sign-in");
        await page.LookAtAsync(world, "sign-in-by-id");
        await page.Locator("#LoginId").FillAsync(User);
        await page.Locator("#Password").FillAsync("wrong");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("sign-in-by-id-refused", await page.TextContentAsync(".alert .code code"));
        await page.Locator("#LoginId").FillAsync(User);
        await page.Locator("#Password").FillAsync(Password);
        await page.Keyboard.PressAsync("Enter");
        await page.ReachesAsync($"{world.WwwFace}/home");
        await page.LookAtAsync(world, "home-by-id");
        Assert.Contains("磯部海運株式会社", await page.TextContentAsync("main"), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "ログアウト" }).ClickAsync();
        await page.ReachesAsync($"{world.WwwFace}/signed-out");
        await page.GoBackAsync();
        await page.ReloadAsync();
        Assert.EndsWith("/sign-in", new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
    }
}
