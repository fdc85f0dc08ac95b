using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn.OneTime;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.SignIn.OneTime;

public sealed class OneTimeSignInTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task At_a_new_place_a_mailed_password_is_asked_and_at_a_known_one_not()
    {
        await using var bank = await NewPlaceAsync();
        using var certificate = await bank.CertificateOfAsync("minato03");
        using var browser = await bank.SignedInAsync("minato03", certificate); // The first place is not a new one.
        await ElsewhereAsync(bank);
        await GivePasswordAsync(bank, browser, "/sign-in?return=%2Faccounts%2Fstatement");
        Assert.Equal("/sign-in/one-time", browser.Address!.AbsolutePath);
        Assert.Contains("k***@minato.example", browser.Text(".notice"), StringComparison.Ordinal);
        await browser.OpenAsync(bank.Cert("/"));
        Assert.Equal("/", browser.Address!.AbsolutePath); // The session from before goes on until the new one begins.

        await browser.OpenAsync(bank.Cert("/sign-in/one-time?return=%2Faccounts%2Fstatement"));
        await browser.SubmitAsync("form.card", ("Code", await CodeAsync(bank)));
        Assert.Equal((HttpStatusCode.OK, "/accounts/statement"), (browser.Status, browser.Address!.AbsolutePath));
        await GivePasswordAsync(bank, browser, "/sign-in");
        Assert.Equal("/", browser.Address!.AbsolutePath);
        Assert.Equal(["signed-in", "signed-in", "signed-in"], await bank.ActsAsync());
    }

    [Fact]
    public async Task The_right_password_alone_opens_nothing()
    {
        await using var bank = await AlwaysAsync();
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await GivePasswordAsync(bank, browser, "/sign-in");
        await browser.OpenAsync(bank.Cert("/accounts/statement"));
        Assert.Equal("/sign-in", browser.Address!.AbsolutePath);
        Assert.Equal(0, await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>("select count(*)::int from bank_session"), Cancel));
    }

    [Fact]
    public async Task A_mailed_one_counts_once_and_not_after_its_minutes()
    {
        await using var bank = await AlwaysAsync();
        using var certificate = await bank.CertificateOfAsync("minato03");
        using var browser = bank.Browser(certificate);
        await GivePasswordAsync(bank, browser, "/sign-in");
        var code = await CodeAsync(bank);
        bank.Time.Advance(TimeSpan.FromMinutes(10));
        await browser.SubmitAsync("form.card", ("Code", code));
        Assert.Equal("wrong-one-time-password", browser.Code);
        await browser.SubmitAsync("form.again");
        await browser.SubmitAsync("form.card", ("Code", await CodeAsync(bank)));
        Assert.Equal("/", browser.Address!.AbsolutePath);
        using var second = bank.Browser(certificate);
        bank.Time.Advance(TimeSpan.FromMinutes(1));
        await GivePasswordAsync(bank, second, "/sign-in");
        await second.SubmitAsync("form.card", ("Code", code));
        Assert.Equal("wrong-one-time-password", second.Code);
    }

    [Fact]
    public async Task The_step_is_worth_nothing_on_another_connection_or_after_a_quarter_of_an_hour()
    {
        await using var bank = await AlwaysAsync();
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await GivePasswordAsync(bank, browser, "/sign-in");
        using var thief = bank.Browser(await bank.CertificateOfAsync("minato02"));
        thief.Cookies.Add(browser.Cookies.GetAllCookies());
        await thief.OpenAsync(bank.Cert("/sign-in/one-time"));
        Assert.Equal((HttpStatusCode.Unauthorized, "sign-in-step-over"), (thief.Status, thief.Code));
        bank.Time.Advance(TimeSpan.FromMinutes(15));
        await browser.OpenAsync(bank.Cert("/sign-in/one-time"));
        Assert.Equal("sign-in-step-over", browser.Code);
    }

    [Fact]
    public async Task Three_wrong_ones_lock_this_door_alone_however_many_come_at_once()
    {
        await using var bank = await AlwaysAsync();
        using var certificate = await bank.CertificateOfAsync("minato03");
        using var browser = bank.Browser(certificate);
        await GivePasswordAsync(bank, browser, "/sign-in");
        var cookie = StepOf(browser);
        var results = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => bank.Get<OneTimeSignIn>()
            .RunAsync(TestBank.Code, cookie, SHA256.HashData(certificate.RawData), "00000000", null, Cancel)));
        Assert.Equal(3, results.Count(result => result.Refusal == OneTimeRefusals.Wrong));
        await browser.SubmitAsync("form.card", ("Code", await CodeAsync(bank, "Password: ")));
        Assert.Equal("one-time-password-locked", browser.Code);
        Assert.Single(await bank.ActsAsync(), act => act == "locked");
    }

    [Fact]
    public async Task An_app_shows_one_that_counts_once_over_two_nodes()
    {
        await using var bank = await AlwaysAsync();
        var secret = await RegisteredAsync(bank);
        using var certificate = await bank.CertificateOfAsync("minato03");
        var (one, other) = (bank.Browser(certificate), bank.Browser(certificate));
        using var _ = one;
        using var __ = other;
        await GivePasswordAsync(bank, one, "/sign-in");
        await GivePasswordAsync(bank, other, "/sign-in");
        Assert.DoesNotContain(await bank.LettersAsync(), letter => letter.Subject.Contains("（ログイン）", StringComparison.Ordinal));
        bank.Time.Advance(TimeSpan.FromMinutes(1));
        var code = Totp.At(secret, Totp.StepAt(bank.Time.GetUtcNow()));
        var results = await Task.WhenAll(new[] { one, other }.Select(browser => bank.Get<OneTimeSignIn>()
            .RunAsync(TestBank.Code, StepOf(browser), SHA256.HashData(certificate.RawData), code, null, Cancel)));
        Assert.Single(results, result => result.Refusal is null);
        Assert.Single(results, result => result.Refusal == OneTimeRefusals.Wrong);
    }

    [Fact]
    public async Task Who_has_an_app_may_have_it_mailed_instead()
    {
        await using var bank = await AlwaysAsync();
        await RegisteredAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await GivePasswordAsync(bank, browser, "/sign-in");
        await browser.SubmitAsync("form.again");
        await browser.SubmitAsync("form.card", ("Code", await CodeAsync(bank)));
        Assert.Equal("/", browser.Address!.AbsolutePath);
    }

    [Fact]
    public async Task Who_can_have_none_is_not_let_in()
    {
        await using var bank = await AlwaysAsync();
        await bank.ExecuteAsync("update customer_user set mail_address = null");
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await GivePasswordAsync(bank, browser, "/sign-in");
        Assert.Equal((HttpStatusCode.Forbidden, "one-time-password-no-way"), (browser.Status, browser.Code));
    }

    [Fact]
    public async Task A_revocation_between_the_two_passwords_counts()
    {
        await using var bank = await AlwaysAsync();
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await GivePasswordAsync(bank, browser, "/sign-in");
        await bank.ExecuteAsync("update certificate set state = 'revoked', revoked_at = @at, revocation_reason = 'Superseded', revoked_by = 'staff'", new { at = bank.Time.GetUtcNow() });
        await browser.SubmitAsync("form.card", ("Code", await CodeAsync(bank)));
        Assert.Equal("certificate-revoked", browser.Code);
    }

    private Task<TestBank> NewPlaceAsync() => TestBank.StartAsync(cluster, profile => profile with { OneTime = profile.OneTime with { Asked = OneTimeAsked.NewPlace } });

    private Task<TestBank> AlwaysAsync() => TestBank.StartAsync(cluster, profile => profile with { OneTime = profile.OneTime with { Asked = OneTimeAsked.Always } });

    private static Task ElsewhereAsync(TestBank bank) => bank.ExecuteAsync("update known_place set network = '192.0.2.0/24'");

    private static string StepOf(TestBrowser browser) => browser.Cookies.GetAllCookies().Single(one => one.Name == "__Host-bank-9972-cert-step").Value;

    private static async Task GivePasswordAsync(TestBank bank, TestBrowser browser, string path)
    {
        await browser.OpenAsync(bank.Cert(path));
        await browser.SubmitAsync("form.card", ("Password", "Login-0003"));
    }

    private static async Task<byte[]> RegisteredAsync(TestBank bank)
    {
        var user = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<Guid>("select user_id from customer_user where login_id = 'minato03'"), Cancel);
        return await bank.Database.InTenantAsync(TestBank.Code, async work =>
        {
            var secret = await bank.Get<Authenticators>().OfferAsync(work, user);
            Assert.True(await bank.Get<Authenticators>().RegisterAsync(
                work, new("0000420001", "minato03", null), user, Totp.At(secret, Totp.StepAt(bank.Time.GetUtcNow())), bank.Time.GetUtcNow()));
            return secret;
        }, Cancel);
    }

    /// <summary>Of the latest mail that carries one.</summary>
    private static async Task<string> CodeAsync(TestBank bank, string label = "パスワード: ") =>
        (await bank.LettersAsync()).Select(letter => Regex.Match(letter.Text, label + "([0-9]{4}) ([0-9]{4})")).Last(match => match.Success).Result("$1$2");
}
