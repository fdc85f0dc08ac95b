using System.Diagnostics;
using System.Net;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn.ById;
using Warifu.Bank.Users;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.SignIn.ById;

public sealed class IdSignInTests(TestCluster cluster)
{
    private const string Password = "Login-9001";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task ID_and_password_open_the_whole_bank_on_the_public_face()
    {
        await using var bank = await StartAsync();
        using var browser = bank.Browser();
        await browser.OpenAsync(bank.Www("/accounts/statement"));
        Assert.Equal(("/sign-in", "?return=%2Faccounts%2Fstatement"), (browser.Address!.AbsolutePath, browser.Address.Query));
        await SubmitAsync(browser, "isobe01", Password);
        Assert.Equal("/accounts/statement", browser.Address!.AbsolutePath);
        await browser.FollowAsync("nav.menu a");
        Assert.Equal((HttpStatusCode.OK, "/home"), (browser.Status, browser.Address!.AbsolutePath));
        Assert.Contains("磯部海運株式会社", browser.Text("main"), StringComparison.Ordinal);
        Assert.DoesNotContain("証明書シリアル番号", browser.Text("main"), StringComparison.Ordinal);
        await browser.OpenAsync(bank.Www("/"));
        Assert.Equal("/home", browser.Address!.AbsolutePath);
        await browser.SubmitAsync("form.inline");
        Assert.Equal("/signed-out", browser.Address!.AbsolutePath);
        await browser.OpenAsync(bank.Www("/home"));
        Assert.Equal("/sign-in", browser.Address!.AbsolutePath);
        Assert.Equal(["signed-in", "signed-out"], await bank.ActsAsync());
    }

    [Theory]
    [InlineData("isobe01", "wrong")]
    [InlineData("nobody99", "wrong")]
    [InlineData("minato03", "Login-0003")] // Signs in by certificate alone.
    [InlineData("minato03", "wrong")]
    [InlineData("ｉｓｏｂｅ01", Password)]
    [InlineData("isоbe01", Password)] // Its о is Cyrillic.
    [InlineData("' or 1=1 --", "wrong")]
    public async Task Whatever_was_wrong_the_answer_is_the_same(string loginId, string password)
    {
        await using var bank = await StartAsync();
        using var browser = bank.Browser();
        await browser.OpenAsync(bank.Www("/sign-in"));
        await SubmitAsync(browser, loginId, password);
        Assert.Equal((HttpStatusCode.Forbidden, "sign-in-by-id-refused"), (browser.Status, browser.Code));
    }

    [Fact]
    public async Task Whatever_was_wrong_the_answer_takes_as_long()
    {
        await using var bank = await StartAsync();
        await bank.ExecuteAsync("update lock_counter set failures = 3 where user_id = (select user_id from customer_user where login_id = 'isobe02')");
        foreach (var loginId in (string[])["isobe01", "nobody99", "minato03", "isobe02"])
        {
            var began = Stopwatch.GetTimestamp();
            Assert.Equal(IdSignInRefusals.Wrong, (await TryAsync(bank, loginId, "wrong")).Refusal);
            Assert.True(Stopwatch.GetElapsedTime(began) >= TimeSpan.FromMilliseconds(490), loginId);
        }
    }

    [Fact]
    public async Task Exactly_three_passwords_are_compared_however_many_are_tried_at_once_and_then_the_right_one_is_refused()
    {
        await using var bank = await StartAsync();
        for (var n = 0; n < 6; n++)
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(at => TryAsync(bank, "isobe01", "wrong", $"192.0.{(n * 8) + at}.1")));
            bank.Time.Advance(TimeSpan.FromMinutes(6));
        }
        Assert.Equal(3, (await bank.ActsAsync()).Count(act => act == "sign-in-failed"));
        Assert.Equal(IdSignInRefusals.Wrong, (await TryAsync(bank, "isobe01", Password)).Refusal);
        Assert.Contains("ID・パスワードによるログイン", Assert.Single(await bank.LettersAsync()).Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_without_the_certificate_can_lock_a_certificate_user_out()
    {
        await using var bank = await StartAsync();
        for (var n = 0; n < 5; n++)
        {
            await TryAsync(bank, "minato03", "wrong", $"192.0.{n}.1");
            bank.Time.Advance(TimeSpan.FromMinutes(6));
        }
        using var still = await bank.SignedInAsync("minato03");
        Assert.Equal(["signed-in"], await bank.ActsAsync());
    }

    [Fact]
    public async Task Trying_one_password_at_many_users_is_slowed_for_the_network_and_for_nobody_else()
    {
        await using var bank = await StartAsync();
        var results = new List<Warifu.Wire.Refusal?>();
        for (var n = 0; n < 13; n++)
            results.Add((await TryAsync(bank, $"user{n:0000}", "Password-1", $"198.51.100.{n}")).Refusal);
        Assert.Equal([IdSignInRefusals.Wrong, IdSignInRefusals.TooSoon], results.Distinct());
        Assert.Equal(11, results.Count(refusal => refusal == IdSignInRefusals.Wrong));
        Assert.Null((await TryAsync(bank, "isobe01", Password, "203.0.113.1")).Refusal);
        Assert.Equal(IdSignInRefusals.TooSoon, (await TryAsync(bank, "isobe02", Password, "198.51.100.9")).Refusal);
        bank.Time.Advance(TimeSpan.FromHours(1));
        Assert.Null((await TryAsync(bank, "isobe02", Password, "198.51.100.9")).Refusal);
    }

    [Fact]
    public async Task A_busy_office_that_types_rightly_is_never_slowed()
    {
        await using var bank = await StartAsync();
        for (var n = 0; n < 25; n++)
            Assert.Null((await TryAsync(bank, n % 2 == 0 ? "isobe01" : "isobe02", Password)).Refusal);
    }

    [Fact]
    public async Task A_session_ends_when_the_contract_turns_to_certificates_and_when_the_user_is_stopped()
    {
        await using var bank = await StartAsync();
        foreach (var (sql, code) in ((string, string?)[])
            [("update customer_user set standing = 'stopped' where login_id = 'isobe01'", "user-stopped"), ("update contract set sign_in_method = 'certificate'", null)])
        {
            await bank.ExecuteAsync("update customer_user set standing = 'active'");
            using var browser = bank.Browser();
            await browser.OpenAsync(bank.Www("/sign-in"));
            await SubmitAsync(browser, "isobe01", Password);
            Assert.Equal("/home", browser.Address!.AbsolutePath);
            await bank.ExecuteAsync(sql);
            await browser.OpenAsync(bank.Www("/home"));
            Assert.Equal(code, browser.Code);
            Assert.Equal(code is null ? "/sign-in" : "/home", browser.Address!.AbsolutePath);
        }
    }

    [Fact]
    public async Task Its_cookie_opens_nothing_on_the_certificate_face()
    {
        await using var bank = await StartAsync();
        var entered = (await TryAsync(bank, "isobe01", Password)).Value;
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        browser.Cookies.Add(new Cookie("__Host-bank-9972-cert", entered.Cookie, "/", "cert.asagiri.test") { Secure = true });
        await browser.OpenAsync(bank.Cert("/accounts/statement"));
        Assert.Equal("/sign-in", browser.Address!.AbsolutePath);
    }

    [Fact]
    public async Task A_one_time_password_is_asked_here_too()
    {
        await using var bank = await StartAsync(profile => profile with { OneTime = profile.OneTime with { Asked = OneTimeAsked.Always } });
        using var browser = bank.Browser();
        await browser.OpenAsync(bank.Www("/sign-in"));
        await SubmitAsync(browser, "isobe01", Password);
        Assert.Equal("/sign-in/one-time", browser.Address!.AbsolutePath);
        var code = System.Text.RegularExpressions.Regex.Match((await bank.LettersAsync())[^1].Text, "パスワード: ([0-9]{4} [0-9]{4})").Groups[1].Value;
        await browser.SubmitAsync("form.card", ("Code", code));
        Assert.Equal("/home", browser.Address!.AbsolutePath);
    }

    [Fact]
    public async Task A_bank_without_such_contracts_has_no_such_page_and_takes_none()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { SignIn = profile.SignIn with { ById = false } });
        using var browser = bank.Browser();
        await browser.OpenAsync(bank.Www("/sign-in"));
        Assert.Equal((HttpStatusCode.Forbidden, "sign-in-by-id-not-here"), (browser.Status, browser.Code));
        Assert.Equal("contract-wrong", (await MakeAsync(bank)).Refusal?.Code);
    }

    private async Task<TestBank> StartAsync(Func<BankProfile, BankProfile>? change = null)
    {
        var bank = await TestBank.StartAsync(cluster, change);
        Assert.Null((await MakeAsync(bank)).Refusal);
        return bank;
    }

    private static Task<Warifu.Wire.Outcome<int>> MakeAsync(TestBank bank)
    {
        var contract = ContractFile.Read(Repository.Sample("contracts/isobe.yaml")).Value;
        return bank.Operations.MakeContractAsync(bank.Profile.Code, contract,
            contract.Users.ToDictionary(user => user.LoginId, _ => new FirstPasswords(Password, "Confirm-9001") { AreOwn = true }), Cancel);
    }

    private static Task<Warifu.Wire.Outcome<Warifu.Bank.SignIn.OneTime.Entered>> TryAsync(TestBank bank, string loginId, string password, string from = "203.0.113.1") =>
        bank.Get<IdSignIn>().RunAsync(TestBank.Code, loginId, password, from, Cancel);

    private static Task SubmitAsync(TestBrowser browser, string loginId, string password) =>
        browser.SubmitAsync("form.card", ("LoginId", loginId), ("Password", password));
}
