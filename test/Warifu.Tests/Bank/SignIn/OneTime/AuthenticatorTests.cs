using System.Net;
using System.Text.RegularExpressions;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn.OneTime;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.SignIn.OneTime;

public sealed class AuthenticatorTests(TestCluster cluster)
{
    [Fact]
    public async Task A_user_registers_an_app_by_confirming_and_proving_and_removes_it()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await bank.SignedInAsync("minato03");
        await OfferAsync(bank, browser, "Confirm-0003");
        Assert.NotNull(browser.Page.QuerySelector("svg.qr"));
        await browser.SubmitAsync("form.prove", ("Code", "000000"));
        Assert.Equal("authenticator-not-proven", browser.Code);
        await browser.SubmitAsync("form.prove", ("Code", CodeOf(bank, browser)));
        Assert.Equal((HttpStatusCode.OK, "認証アプリを登録しました。"), (browser.Status, browser.Text(".done")));
        Assert.Equal("【あさぎり信用組合】ワンタイムパスワードの認証アプリが登録されました。", (await bank.LettersAsync())[^1].Subject);

        browser.Page.QuerySelector("form.offer")!.SetAttribute("action", "/one-time-password?handler=Remove");
        await browser.SubmitAsync("form.offer", ("Confirmation", "Confirm-0003"));
        Assert.Equal("認証アプリの登録を解除しました。", browser.Text(".done"));
        Assert.Equal(["signed-in", "authenticator-registered", "authenticator-removed"], await bank.ActsAsync());
    }

    [Fact]
    public async Task Without_the_confirmation_password_no_secret_is_shown()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await bank.SignedInAsync("minato03");
        await OfferAsync(bank, browser, "Login-0003");
        Assert.Equal(HttpStatusCode.Forbidden, browser.Status);
        Assert.Empty(browser.Page.QuerySelectorAll("svg.qr, .secret"));
    }

    [Fact]
    public async Task Until_the_new_app_has_proven_itself_the_one_before_stays()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { OneTime = profile.OneTime with { Asked = OneTimeAsked.NewPlace } });
        using var certificate = await bank.CertificateOfAsync("minato03");
        using var browser = await bank.SignedInAsync("minato03", certificate);
        await OfferAsync(bank, browser, "Confirm-0003");
        var first = SecretOf(browser);
        await browser.SubmitAsync("form.prove", ("Code", CodeOf(bank, browser)));
        await OfferAsync(bank, browser, "Confirm-0003");
        Assert.NotEqual(first, SecretOf(browser));
        await bank.ExecuteAsync("update known_place set network = '192.0.2.0/24'");
        bank.Time.Advance(TimeSpan.FromMinutes(1));
        using var elsewhere = bank.Browser(certificate);
        await elsewhere.OpenAsync(bank.Cert("/sign-in"));
        await elsewhere.SubmitAsync("form.card", ("Password", "Login-0003"));
        await elsewhere.SubmitAsync("form.card", ("Code", Totp.At(first, Totp.StepAt(bank.Time.GetUtcNow()))));
        Assert.Equal("/", elsewhere.Address!.AbsolutePath);
    }

    [Fact]
    public async Task The_secret_cannot_be_read_in_the_database_nor_moved_to_another_user()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await bank.SignedInAsync("minato03");
        await OfferAsync(bank, browser, "Confirm-0003");
        var secret = SecretOf(browser);
        await browser.SubmitAsync("form.prove", ("Code", CodeOf(bank, browser)));
        var row = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<byte[]>("select secret from authenticator"), TestContext.Current.CancellationToken);
        Assert.DoesNotContain(Convert.ToHexString(secret), Convert.ToHexString(row), StringComparison.Ordinal);
        await bank.ExecuteAsync("update authenticator set user_id = (select user_id from customer_user where login_id = 'minato02')");
        await Assert.ThrowsAnyAsync<System.Security.Cryptography.CryptographicException>(() => bank.Database.InTenantAsync(TestBank.Code, async work => await bank.Get<Authenticators>().UseAsync(
            work, await work.SingleAsync<Guid>("select user_id from customer_user where login_id = 'minato02'"), "000000", bank.Time.GetUtcNow()), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_bank_without_apps_has_no_such_page()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { OneTime = profile.OneTime with { Ways = [OneTimeWay.Mail] } });
        using var browser = await bank.SignedInAsync("minato03");
        Assert.DoesNotContain("認証アプリ", browser.Text(".person"), StringComparison.Ordinal);
        await browser.OpenAsync(bank.Cert("/one-time-password"));
        Assert.Equal(HttpStatusCode.NotFound, browser.Status);
    }

    private static async Task OfferAsync(TestBank bank, TestBrowser browser, string confirmation)
    {
        await browser.OpenAsync(bank.Cert("/one-time-password"));
        await browser.SubmitAsync("form.offer", ("Confirmation", confirmation));
    }

    private static string CodeOf(TestBank bank, TestBrowser browser) => Totp.At(SecretOf(browser), Totp.StepAt(bank.Time.GetUtcNow()));

    /// <summary>As an app decodes the letters that are shown (RFC 4648, 6).</summary>
    private static byte[] SecretOf(TestBrowser browser)
    {
        var letters = Regex.Replace(browser.Text("code.secret"), @"\s", "");
        var bits = string.Concat(letters.Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. bits.Chunk(8).Where(eight => eight.Length == 8).Select(eight => Convert.ToByte(new string(eight), 2))];
    }
}
