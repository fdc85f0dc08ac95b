using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Warifu.Bank.Users;

namespace Warifu.Journeys;

/// <summary>Seed 003, BSH5001, ログインID取得: from the bank's paper to a login ID, by keyboard.</summary>
public sealed class WhenANewUserTakesHisLoginId(TheWorld world)
{
    private const string ContractId = "0000720077";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task He_finds_the_page_chooses_and_confirms_by_mail()
    {
        await using (var operations = world.World.BankOperations())
        {
            var contract = ContractFile.Read($"""
                contract-id: "{ContractId}"
                name: 株式会社しらなみ
                latin-name: SHIRANAMI CO.,LTD.
                kana-name: ｶ)ｼﾗﾅﾐ
                users:
                  - name: 白波 航太
                    kind: master
                    seq: A001
                accounts: []
                """).Value;
            Assert.Null((await operations.MakeContractAsync(world.World.Bank.Code, contract,
                contract.Users.ToDictionary(user => user.LoginId, _ => new FirstPasswords("Paper-Login-1", "Paper-Confirm-1")), Cancel)).Refusal);
        }
        var browser = await world.BrowserAsync("nobody", null, null, Cancel);
        var page = await browser.NewPageAsync();
        await page.GotoAsync($"{world.WwwFace}/certificates?lang=ja");
        await page.GetByRole(AriaRole.Link, new() { Name = "ログインID取得" }).PressAsync("Enter");
        await page.ReachesAsync($"{world.WwwFace}/login-id");
        await page.LookAtAsync(world, "login-id-paper");
        await FillAsync(page, ("Contract", ContractId), ("Seq", "A001"), ("FirstLogin", "Paper-Login-1"), ("FirstConfirmation", "Paper-Confirm-1"));
        await page.LookAtAsync(world, "login-id-choice");
        await FillAsync(page, ("LoginId", "shiranami01"), ("Login", "Chosen-Login-1"), ("LoginAgain", "Chosen-Login-1"),
            ("Confirmation", "Chosen-Confirm-1"), ("ConfirmationAgain", "Chosen-Confirm-1"), ("Mail", "kota@shiranami.example"));
        await page.LookAtAsync(world, "login-id-code");
        var mail = await world.MailAsync("kota@shiranami.example", "ログインID取得の確認", Cancel);
        await FillAsync(page, ("Code", Regex.Match(mail.Text, "パスワード: ([0-9]{4} [0-9]{4})").Groups[1].Value));
        Assert.Contains("shiranami01", await page.TextContentAsync(".done"), StringComparison.Ordinal);
    }

    private static async Task FillAsync(IPage page, params (string Field, string Value)[] fields)
    {
        foreach (var (field, value) in fields)
            await page.Locator($"#{field}").FillAsync(value);
        await page.SendAsync(() => page.Keyboard.PressAsync("Enter"));
    }
}
