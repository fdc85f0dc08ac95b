using System.Net;
using System.Security.Cryptography;
using Warifu.Bank.SignIn;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.SignIn;

/// <summary>The forced change of seed 001, 2.2 (4), and the change by hand of 2.5.</summary>
public sealed class PasswordChangeTests(TestCluster cluster)
{
    private const string First = "Login-0003";

    [Fact]
    public async Task The_first_sign_in_leads_to_the_change_and_nowhere_else()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await GivenAsync(bank);

        Assert.Equal(("/password", "初回ログインもしくはパスワードの有効期限が切れています。パスワードを変更してください。"), (browser.Address!.AbsolutePath, browser.Text(".notice .what")));
        await browser.OpenAsync(bank.Cert("/accounts/statement"));
        Assert.Equal("/password", browser.Address!.AbsolutePath);
        Assert.Empty(browser.Page.QuerySelectorAll("nav.menu a"));

        await ChangeAsync(browser, First, "Chosen-0003");

        Assert.Equal(("/", "パスワードを変更しました。"), (browser.Address!.AbsolutePath, browser.Text(".done")));
        await browser.OpenAsync(bank.Cert("/accounts/statement"));
        Assert.Equal("/accounts/statement", browser.Address!.AbsolutePath);
        Assert.Equal(["signed-in", "password-changed"], await bank.ActsAsync());
    }

    [Fact]
    public async Task A_program_is_told_so_instead_of_led()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await GivenAsync(bank);
        await browser.SubmitAsync("form.card", ("Current", First), ("Next", "Chosen-0003"), ("Again", "Chosen-0003"));
        await bank.ExecuteAsync("update customer_user set login_password_given = true");
        await browser.OpenAsync(bank.Cert("/password"));
        var token = browser.Page.QuerySelector("form.card input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        browser.Page.QuerySelector("form.card")!.SetAttribute("action", "/manage/users/certificates/confirm");
        await browser.SubmitAsync("form.card", ("__RequestVerificationToken", token));
        Assert.Equal((HttpStatusCode.Forbidden, "password-change-needed"), (browser.Status, browser.Code));
    }

    [Theory]
    [InlineData(89, "/")]
    [InlineData(90, "/password")]
    public async Task Ninety_calendar_days_in_Japan_are_its_life(int days, string leadsTo)
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { Password = profile.Password with { DaysValid = 90 } });
        using var certificate = await bank.CertificateOfAsync("minato03");
        var midnight = new DateTimeOffset(bank.Time.GetUtcNow().ToOffset(TimeSpan.FromHours(9)).Date, TimeSpan.FromHours(9));
        bank.Time.Advance(midnight.AddDays(days) - bank.Time.GetUtcNow());
        using var browser = bank.Browser(certificate);
        await browser.OpenAsync(bank.Cert("/sign-in"));
        await browser.SubmitAsync("form.card", ("Password", First));
        Assert.Equal(leadsTo, browser.Address!.AbsolutePath);
    }

    [Theory]
    [InlineData(First, "short-1", "short-1", "password-unfit")]
    [InlineData(First, "onlyletters", "onlyletters", "password-unfit")]
    [InlineData(First, "12345678", "12345678", "password-unfit")]
    [InlineData(First, "MINATO03", "MINATO03", "password-unfit")]
    [InlineData(First, "全角まじり123abc", "全角まじり123abc", "password-unfit")]
    [InlineData(First, "Chosen-0003", "chosen-0003", "password-not-repeated")]
    [InlineData(First, First, First, "password-used-before")]
    [InlineData(First, "Confirm-0003", "Confirm-0003", "password-used-before")]
    [InlineData("login-0003", "Chosen-0003", "Chosen-0003", "wrong-current-password")]
    public async Task An_unfit_or_mistyped_one_changes_nothing(string current, string next, string again, string code)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await bank.SignedInAsync("minato03");
        await browser.OpenAsync(bank.Cert("/password"));
        await browser.SubmitAsync("form.card", ("Current", current), ("Next", next), ("Again", again));
        Assert.Equal(code, browser.Code);
        using var still = await bank.SignedInAsync("minato03");
    }

    [Fact]
    public async Task The_two_before_may_not_come_back_and_the_third_may()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await bank.SignedInAsync("minato03");
        foreach (var (from, to) in new[] { (First, "Chosen-1"), ("Chosen-1", "Chosen-2") })
        {
            bank.Time.Advance(TimeSpan.FromMinutes(1));
            await browser.OpenAsync(bank.Cert("/password"));
            await ChangeAsync(browser, from, to);
            Assert.Equal("/", browser.Address!.AbsolutePath);
        }
        foreach (var used in (string[])[First, "Chosen-1", "Chosen-2"])
        {
            await browser.OpenAsync(bank.Cert("/password"));
            await ChangeAsync(browser, "Chosen-2", used);
            Assert.Equal("password-used-before", browser.Code);
        }
        bank.Time.Advance(TimeSpan.FromMinutes(1));
        await browser.OpenAsync(bank.Cert("/password"));
        await ChangeAsync(browser, "Chosen-2", "Chosen-3");
        bank.Time.Advance(TimeSpan.FromMinutes(1));
        await browser.OpenAsync(bank.Cert("/password"));
        await ChangeAsync(browser, "Chosen-3", First);
        Assert.Equal("/", browser.Address!.AbsolutePath);
    }

    [Fact]
    public async Task Three_wrong_current_ones_lock_the_change_but_not_the_sign_in()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await bank.SignedInAsync("minato03");
        for (var n = 0; n < 3; n++)
        {
            await browser.OpenAsync(bank.Cert("/password"));
            await ChangeAsync(browser, "wrong", "Chosen-0003");
        }
        await browser.OpenAsync(bank.Cert("/password"));
        await ChangeAsync(browser, First, "Chosen-0003");
        Assert.Equal("password-change-locked", browser.Code);
        using var still = await bank.SignedInAsync("minato03");
    }

    [Fact]
    public async Task Of_two_changes_at_once_one_counts()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var certificate = await bank.CertificateOfAsync("minato03");
        using var browser = await bank.SignedInAsync("minato03", certificate);
        var cookie = browser.Cookies.GetAllCookies().Single(one => one.Name == "__Host-bank-9972-cert").Value;
        var session = (await bank.Get<Sessions>().FindAsync(TestBank.Code, new(cookie, Consent: null, SHA256.HashData(certificate.RawData), From: null), TestContext.Current.CancellationToken)).Value;
        var change = bank.Get<PasswordChange>();
        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(n =>
            change.RunAsync(session, new(First, $"Chosen-000{n}", $"Chosen-000{n}"), null, TestContext.Current.CancellationToken)));
        Assert.Single(results, refusal => refusal is null);
    }

    private static async Task<TestBrowser> GivenAsync(TestBank bank)
    {
        await bank.ExecuteAsync("update customer_user set login_password_given = true");
        var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await browser.OpenAsync(bank.Cert("/sign-in"));
        await browser.SubmitAsync("form.card", ("Password", First));
        return browser;
    }

    private static Task ChangeAsync(TestBrowser browser, string current, string next) =>
        browser.SubmitAsync("form.card", ("Current", current), ("Next", next), ("Again", next));
}
