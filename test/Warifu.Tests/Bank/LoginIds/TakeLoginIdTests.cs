using System.Net;
using System.Text.RegularExpressions;
using Warifu.Bank.LoginIds;
using Warifu.Bank.SignIn.ById;
using Warifu.Bank.Users;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.LoginIds;

public sealed class TakeLoginIdTests(TestCluster cluster)
{
    private const string First = "Paper-Login-1";
    private const string FirstConfirmation = "Paper-Confirm-1";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_user_takes_his_login_ID_with_the_paper_and_his_mail_and_signs_in_with_it()
    {
        await using var bank = await StartAsync();
        using var browser = bank.Browser();
        await browser.OpenAsync(bank.Www("/certificates"));
        await browser.OpenAsync(bank.Www("/login-id"));
        await IdentifyAsync(browser);
        Assert.Contains("磯部 帆波", browser.Text("main"), StringComparison.Ordinal);
        await ChooseAsync(browser);
        Assert.Contains("honami@isobe.example", browser.Text("main"), StringComparison.Ordinal);
        await browser.SubmitAsync("form.card", ("Code", await CodeAsync(bank)));
        Assert.Equal((HttpStatusCode.OK, "ログインIDを取得しました。"), (browser.Status, browser.Text(".done .what")));
        Assert.Null((await bank.Get<IdSignIn>().RunAsync(TestBank.Code, "honami01", "Chosen-Login-1", null, Cancel)).Refusal);
        Assert.Equal(["login-id-taken", "signed-in"], await bank.ActsAsync());
        using var again = bank.Browser();
        await again.OpenAsync(bank.Www("/login-id"));
        await IdentifyAsync(again);
        Assert.Equal("login-id-paper-wrong", again.Code);
    }

    [Theory]
    [InlineData("0000730002", "A001", "wrong-1", FirstConfirmation)]
    [InlineData("0000730002", "A001", First, "wrong-1")]
    [InlineData("0000730002", "A009", First, FirstConfirmation)]
    [InlineData("9999999999", "A001", First, FirstConfirmation)]
    [InlineData("0000420001", "A001", "Login-0001", "Confirm-0001")] // Has his login ID.
    public async Task Whatever_does_not_agree_with_the_paper_is_answered_alike(string contract, string seq, string login, string confirmation)
    {
        await using var bank = await StartAsync();
        using var browser = bank.Browser();
        await browser.OpenAsync(bank.Www("/login-id"));
        await IdentifyAsync(browser, contract, seq, login, confirmation);
        Assert.Equal((HttpStatusCode.Forbidden, "login-id-paper-wrong"), (browser.Status, browser.Code));
        Assert.NotNull(browser.Page.QuerySelector("#FirstLogin"));
    }

    [Theory]
    [InlineData("hоnami01", "Chosen-Login-1", "Chosen-Confirm-1", "honami@isobe.example", "login-id-choice-unfit")] // Its о is Cyrillic.
    [InlineData("ｈｏｎａｍｉ01", "Chosen-Login-1", "Chosen-Confirm-1", "honami@isobe.example", "login-id-choice-unfit")]
    [InlineData("honami01", "onlyletters", "Chosen-Confirm-1", "honami@isobe.example", "login-id-choice-unfit")]
    [InlineData("honami01", "Chosen-Login-1", "Chosen-Login-1", "honami@isobe.example", "login-id-choice-unfit")]
    [InlineData("honami01", "Chosen-Login-1", "Chosen-Confirm-1", "honami@isоbe.example", "login-id-choice-unfit")] // Its о too.
    [InlineData("minato03", "Chosen-Login-1", "Chosen-Confirm-1", "honami@isobe.example", "login-id-in-use")]
    [InlineData("MINATO03", "Chosen-Login-1", "Chosen-Confirm-1", "honami@isobe.example", "login-id-in-use")]
    public async Task An_unfit_choice_changes_nothing(string loginId, string login, string confirmation, string mail, string code)
    {
        await using var bank = await StartAsync();
        using var browser = bank.Browser();
        await browser.OpenAsync(bank.Www("/login-id"));
        await IdentifyAsync(browser);
        await ChooseAsync(browser, loginId, login, confirmation, mail);
        Assert.Equal(code, browser.Code);
        Assert.Empty(await bank.LettersAsync());
    }

    [Fact]
    public async Task Without_the_mailed_code_nothing_is_taken_and_three_wrong_ones_lock()
    {
        await using var bank = await StartAsync();
        using var browser = bank.Browser();
        await browser.OpenAsync(bank.Www("/login-id"));
        await IdentifyAsync(browser);
        await ChooseAsync(browser);
        for (var n = 0; n < 3; n++)
            await browser.SubmitAsync("form.card", ("Code", "00000000"));
        await browser.SubmitAsync("form.card", ("Code", await CodeAsync(bank)));
        Assert.Equal("login-id-code-wrong", browser.Code);
        Assert.Equal(IdSignInRefusals.Wrong, (await bank.Get<IdSignIn>().RunAsync(TestBank.Code, "honami01", "Chosen-Login-1", null, Cancel)).Refusal);
    }

    [Fact]
    public async Task Of_two_who_want_one_ID_one_gets_it()
    {
        await using var bank = await StartAsync();
        var taking = bank.Get<LoginIdTaking>();
        var steps = new List<(string Cookie, string Code)>();
        foreach (var seq in (string[])["A001", "A002"])
        {
            var cookie = (await taking.IdentifyAsync(TestBank.Code, new("0000730002", seq, First, FirstConfirmation), null, Cancel)).Value;
            Assert.Null(await taking.ChooseAsync(TestBank.Code, cookie, new("honami01", "Chosen-Login-1", "Chosen-Login-1", "Chosen-Confirm-1", "Chosen-Confirm-1", "honami@isobe.example"), Cancel));
            bank.Time.Advance(TimeSpan.FromSeconds(31));
            steps.Add((cookie, await CodeAsync(bank)));
        }
        var results = await Task.WhenAll(steps.Select(step => taking.ConfirmAsync(TestBank.Code, step.Cookie, step.Code, null, Cancel)));
        Assert.Single(results, result => result.Refusal is null);
        Assert.Single(results, result => result.Refusal == LoginIdRefusals.Taken);
    }

    [Fact]
    public async Task Three_wrong_papers_lock_and_the_name_that_stands_for_him_is_no_login_ID()
    {
        await using var bank = await StartAsync();
        var taking = bank.Get<LoginIdTaking>();
        for (var n = 0; n < 4; n++)
        {
            Assert.Equal(LoginIdRefusals.WrongPaper, (await taking.IdentifyAsync(TestBank.Code, new("0000730002", "A001", "wrong", "wrong"), null, Cancel)).Refusal);
            bank.Time.Advance(TimeSpan.FromMinutes(6));
        }
        Assert.Equal(3, (await bank.ActsAsync()).Count(act => act == "login-id-failed"));
        Assert.Equal(LoginIdRefusals.WrongPaper, (await taking.IdentifyAsync(TestBank.Code, new("0000730002", "A001", First, FirstConfirmation), null, Cancel)).Refusal);
        Assert.Equal(IdSignInRefusals.Wrong, (await bank.Get<IdSignIn>().RunAsync(TestBank.Code, "0000730002-A002", First, null, Cancel)).Refusal);
    }

    [Fact]
    public async Task The_step_opens_no_session()
    {
        await using var bank = await StartAsync();
        using var browser = bank.Browser();
        await browser.OpenAsync(bank.Www("/login-id"));
        await IdentifyAsync(browser);
        await browser.OpenAsync(bank.Www("/sign-in/one-time"));
        Assert.Equal("sign-in-step-over", browser.Code);
    }

    private async Task<TestBank> StartAsync()
    {
        var bank = await TestBank.StartAsync(cluster);
        var contract = ContractFile.Read(Regex.Replace(Repository.Sample("contracts/isobe.yaml"), "login-id: isobe0[12], |, mail: [a-z@.]+", "")).Value;
        Assert.Null((await bank.Operations.MakeContractAsync(bank.Profile.Code, contract,
            contract.Users.ToDictionary(user => user.LoginId, _ => new FirstPasswords(First, FirstConfirmation)), Cancel)).Refusal);
        return bank;
    }

    private static Task IdentifyAsync(
        TestBrowser browser, string contract = "0000730002", string seq = "A001", string login = First, string confirmation = FirstConfirmation) =>
        browser.SubmitAsync("form.card", ("Contract", contract), ("Seq", seq), ("FirstLogin", login), ("FirstConfirmation", confirmation));

    private static Task ChooseAsync(
        TestBrowser browser, string loginId = "honami01", string login = "Chosen-Login-1", string confirmation = "Chosen-Confirm-1", string mail = "honami@isobe.example") =>
        browser.SubmitAsync("form.card",
            ("LoginId", loginId), ("Login", login), ("LoginAgain", login), ("Confirmation", confirmation), ("ConfirmationAgain", confirmation), ("Mail", mail));

    private static async Task<string> CodeAsync(TestBank bank) =>
        (await bank.LettersAsync()).Select(letter => Regex.Match(letter.Text, "パスワード: ([0-9]{4}) ([0-9]{4})")).Last(match => match.Success).Result("$1$2");
}
