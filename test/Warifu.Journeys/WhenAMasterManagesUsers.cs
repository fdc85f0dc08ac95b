using System.Security.Cryptography;
using Microsoft.Playwright;

namespace Warifu.Journeys;

/// <summary>Seed 003, BRSK001: the master adds a user, narrows his rights, suspends him and lets him go, with the keyboard alone where a form is.</summary>
public sealed class WhenAMasterManagesUsers(TheWorld world)
{
    private const string Master = "kamome62";
    private const string Administrator = "kamome63";

    private static readonly string Mail = OwnContract.MailOf(Master);

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_user_is_added_narrowed_suspended_and_deleted()
    {
        await OwnContract.MakeAsync(world, "asagiri", "0000720602", (Master, "master"), (Administrator, "administrator"));
        var pc = OwnContract.PcOf(world, "9972", Master, "master");
        var page = await (await world.BrowserAsync(Master, pc, await pc.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        await page.SignInAsync(world, Master, OwnContract.Password);
        await page.GetByRole(AriaRole.Link, new() { Name = "管理", Exact = true }).ClickAsync();
        await page.LookAtAsync(world, "bssk001");
        await page.GetByRole(AriaRole.Link, new() { Name = "利用者管理" }).ClickAsync();
        await page.LookAtAsync(world, "brsk001");
        await page.GetByRole(AriaRole.Link, new() { Name = "自身の情報の変更・照会" }).ClickAsync();
        await page.LookAtAsync(world, "users-own");
        await page.GetByRole(AriaRole.Link, new() { Name = "確認用パスワード変更" }).ClickAsync();
        await page.LookAtAsync(world, "users-own-confirmation");
        await page.GotoAsync($"{world.CertFace}/manage/users/own/mail");
        await page.LookAtAsync(world, "users-own-mail");
        await ChangeAddressAsync(page, $"new.{Mail}");
        await ChangeAddressAsync(page, Mail);

        await page.GotoAsync($"{world.CertFace}/manage/users/list");
        await page.LookAtAsync(world, "users-list");
        await page.GetByRole(AriaRole.Link, new() { Name = "新規登録" }).ClickAsync();
        await page.LookAtAsync(world, "users-add");
        var loginId = $"minato{RandomNumberGenerator.GetInt32(1000, 10000)}";
        // By keyboard alone: from field to field with Tab, Enter sends.
        await page.GetByLabel("ログインID").FocusAsync();
        await page.Keyboard.TypeAsync(loginId);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("新井 光");
        await page.FocusAsync("#Confirmation");
        await page.Keyboard.TypeAsync(OwnContract.Confirmation);
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".paper .login").WaitForAsync();
        await page.ScreenshotAsync(new() { Path = Path.Combine(world.Screenshots, "users-paper.png"), FullPage = true });

        await page.GetByRole(AriaRole.Link, new() { Name = "利用者一覧へ" }).ClickAsync();
        await page.ClickAsync($"tr[data-login-id={loginId}] a");
        await page.LookAtAsync(world, "users-detail");
        await page.GetByRole(AriaRole.Link, new() { Name = "変更", Exact = true }).ClickAsync();
        await page.LookAtAsync(world, "users-change");
        await page.Locator("#grant-general\\.inquire-statements").UncheckAsync();
        await ConfirmAsync(page);
        Assert.Equal("-", await page.TextContentAsync(".rights"));

        await page.GetByRole(AriaRole.Link, new() { Name = "利用停止" }).ClickAsync();
        await page.LookAtAsync(world, "users-standing");
        await page.GetByRole(AriaRole.Button, new() { Name = "メール通知パスワードを送る" }).ClickAsync();
        await page.GetByText("に送りました").WaitForAsync();
        await page.FillAsync("#Mailed", await MailedAsync(Mail, "メール通知パスワード"));
        await ConfirmAsync(page);
        Assert.Contains("利用停止中", await page.TextContentAsync("main"), StringComparison.Ordinal);

        await page.GetByRole(AriaRole.Link, new() { Name = "削除" }).ClickAsync();
        await page.LookAtAsync(world, "users-delete");
        await ConfirmAsync(page);
        Assert.Equal(0, await page.Locator($"tr[data-login-id={loginId}]").CountAsync());

        await page.ClickAsync($"tr[data-login-id={Administrator}] a");
        await page.GetByRole(AriaRole.Link, new() { Name = "マスター権限の引継ぎ" }).ClickAsync();
        await page.LookAtAsync(world, "users-hand-over");
    }

    private async Task ChangeAddressAsync(IPage page, string address)
    {
        await page.GotoAsync($"{world.CertFace}/manage/users/own/mail");
        await page.FillAsync("#Address", address);
        await ConfirmAsync(page);
        await page.ScreenshotAsync(new() { Path = Path.Combine(world.Screenshots, "users-own-mail-sent.png") });
        await page.FillAsync("#Code", await MailedAsync(address, "メールアドレス変更の確認"));
        await page.Locator("form.confirm button:not([type=button])").ClickAsync();
        await page.GetByText("メールアドレスを変更しました。").WaitForAsync();
    }

    private async Task<string> MailedAsync(string address, string about)
    {
        var mail = await world.MailAsync(address, about, Cancel);
        return string.Concat(mail.Text.Split("パスワード: ")[1].Take(9));
    }

    private static async Task ConfirmAsync(IPage page)
    {
        await page.Locator("#Confirmation").FillAsync(OwnContract.Confirmation);
        await page.SendAsync(() => page.Locator("main form[method=post] button:not([type=button])").Last.ClickAsync());
    }
}
