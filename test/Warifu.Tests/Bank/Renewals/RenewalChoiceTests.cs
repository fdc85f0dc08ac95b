using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Bank.Profiles;
using Warifu.Tests.Bank.Enrolment.InBrowser;
using Warifu.Tests.Bank.Enrolment.Programs;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Renewals;

public sealed class RenewalChoiceTests(TestCluster cluster)
{
    private const string User = "minato03";

    [Fact]
    public async Task From_the_first_day_of_the_window_each_sign_in_shows_the_choice_and_goes_on_to_where_the_user_wanted()
    {
        await using var bank = await StartAsync(certificates => certificates);
        using var certificate = await bank.CertificateOfAsync(User);
        using var before = await SignInAsync(bank, certificate, "/accounts/statement");
        Assert.Equal("/accounts/statement", before.Address!.AbsolutePath);
        bank.Time.Advance(TimeSpan.FromDays(325));
        for (var n = 0; n < 2; n++)
        {
            using var browser = await SignInAsync(bank, certificate, "/accounts/statement");
            Assert.Equal(("/renew", "証明書更新選択"), (browser.Address!.AbsolutePath, browser.Text("h1")));
            Assert.Equal("お客様がご利用中の証明書は、有効期限が残り40日です。", browser.Text(".notice .what"));
            Assert.Equal(["証明書発行アプリのダウンロード", "証明書発行アプリの起動"], browser.Page.QuerySelectorAll(".by-program a").Select(link => link.TextContent));
            Assert.Equal(
                $"warifu:renew?bank={Uri.EscapeDataString(bank.Www(""))}&serial={certificate.SerialNumber.ToLowerInvariant()}",
                browser.Page.QuerySelector(".by-program a:last-child")!.GetAttribute("href"));
            Assert.Empty(browser.Page.QuerySelectorAll(".by-browser, .onto-token"));
            await browser.SubmitAsync("form.go-on");
            Assert.Equal((HttpStatusCode.OK, "/accounts/statement"), (browser.Status, browser.Address!.AbsolutePath));
        }
    }

    [Fact]
    public async Task In_the_browser_it_asks_whether_to_renew_and_the_token_is_offered_to_who_was_handed_one()
    {
        await using var bank = await StartAsync(certificates => certificates with { RenewalInBrowser = RenewalInBrowser.ChoicePage, UsbToken = true });
        using var certificate = await bank.CertificateOfAsync(User);
        bank.Time.Advance(TimeSpan.FromDays(354));
        using var browser = await SignInAsync(bank, certificate);
        Assert.Contains("残り11日", browser.Text(".notice .what"), StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll(".onto-token"));
        await bank.ExecuteAsync("insert into usb_token (bank_code, token_serial, user_id, handed_out_at) select bank_code, 'TK-1', user_id, made_at from customer_user where login_id = 'minato03'");
        await browser.OpenAsync(bank.Cert("/renew"));
        Assert.EndsWith("&onto=token", browser.Page.QuerySelector(".onto-token a")!.GetAttribute("href"), StringComparison.Ordinal);
        await browser.SubmitAsync("form.by-browser", ("Choice", "not-now"));
        Assert.Equal("/", browser.Address!.AbsolutePath);
        await browser.OpenAsync(bank.Cert("/renew"));
        await browser.SubmitAsync("form.by-browser", ("Choice", "renew"));
        Assert.Equal("/renew/browser", browser.Address!.AbsolutePath);
    }

    [Fact]
    public async Task Another_site_is_not_followed()
    {
        await using var bank = await StartAsync(certificates => certificates);
        using var certificate = await bank.CertificateOfAsync(User);
        using var browser = await SignInAsync(bank, certificate);
        await browser.OpenAsync(bank.Cert("/renew?return=https%3A%2F%2Felsewhere.test%2F"));
        await browser.SubmitAsync("form.go-on");
        Assert.Equal(bank.Cert("/"), browser.Address!.AbsoluteUri);
    }

    [Fact]
    public async Task Who_has_renewed_is_told_to_use_the_new_one_and_after_its_first_use_the_old_one_has_a_page_of_its_own()
    {
        await using var bank = await StartAsync(certificates => certificates);
        using var old = await bank.CertificateOfAsync(User);
        bank.Time.Advance(TimeSpan.FromDays(330));
        using var program = new ProgramOnPc(bank, old);
        using var renewed = program.Held((await program.RenewAsync("Login-0003")).Value);
        using var browser = await SignInAsync(bank, old);
        Assert.Contains("新しい証明書は発行済みです", browser.Text("h2"), StringComparison.Ordinal);
        Assert.Empty(browser.Page.QuerySelectorAll(".by-program"));
        using var next = await SignInAsync(bank, renewed);
        Assert.Equal("/", next.Address!.AbsolutePath);
        await browser.OpenAsync(bank.Cert("/accounts/statement"));
        Assert.Equal((HttpStatusCode.Forbidden, "certificate-replaced"), (browser.Status, browser.Code));
        await browser.OpenAsync(bank.Cert("/sign-in"));
        Assert.Equal("certificate-replaced", browser.Code);
    }

    [Fact]
    public async Task Who_lost_the_file_of_an_unused_successor_is_led_to_the_page_that_makes_another()
    {
        await using var bank = await StartAsync(certificates => certificates with { RenewalInBrowser = RenewalInBrowser.ChoicePage });
        using var old = await bank.CertificateOfAsync(User);
        bank.Time.Advance(TimeSpan.FromDays(330));
        using var key = BrowserBank.NewKey();
        var sha256 = SHA256.HashData(old.RawData);
        var lost = (await bank.RenewAsync(sha256, Guid.NewGuid(), TestBank.Passwords[User].Login, key)).Value;
        using var browser = await SignInAsync(bank, old);
        await browser.FollowAsync(".make-another a");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Equal("/renew/browser", browser.Address!.AbsolutePath);
        using var another = BrowserBank.NewKey();
        Assert.NotEqual(lost.Serial, (await bank.RenewAsync(sha256, Guid.NewGuid(), TestBank.Passwords[User].Login, another)).Value.Serial);
        Assert.Equal(["active", "active", "revoked"], (await bank.StatesAsync()).Order());
    }

    [Fact]
    public async Task Where_the_old_one_is_kept_both_sign_in_until_it_expires_and_then_it_says_what_to_do()
    {
        await using var bank = await StartAsync(profile => profile with { Overlap = Overlap.UntilExpiry });
        using var old = await bank.CertificateOfAsync(User);
        bank.Time.Advance(TimeSpan.FromDays(330));
        using var program = new ProgramOnPc(bank, old);
        using var renewed = program.Held((await program.RenewAsync("Login-0003")).Value);
        foreach (var certificate in (X509Certificate2[])[renewed, old, renewed])
            using (var browser = await SignInAsync(bank, certificate))
                Assert.Null(browser.Code);
        bank.Time.Advance(TimeSpan.FromDays(36));
        using var late = bank.Browser(old);
        await late.OpenAsync(bank.Cert("/sign-in"));
        Assert.Equal("certificate-expired", late.Code);
        Assert.Contains("更新後の新しい電子証明書が発行されています", late.Text(".alert"), StringComparison.Ordinal);
        Assert.NotNull(late.Page.QuerySelector("main a[href$='/certificates']"));
    }

    [Fact]
    public async Task A_password_that_must_be_changed_comes_first_and_the_choice_after_it()
    {
        await using var bank = await StartAsync(certificates => certificates);
        using var certificate = await bank.CertificateOfAsync(User);
        bank.Time.Advance(TimeSpan.FromDays(330));
        await bank.ExecuteAsync("update customer_user set login_password_given = true");
        using var browser = await SignInAsync(bank, certificate);
        Assert.Equal("/password", browser.Address!.AbsolutePath);
        await browser.SubmitAsync("form.card", ("Current", "Login-0003"), ("Next", "Chosen-0003"), ("Again", "Chosen-0003"));
        Assert.Equal("/renew", browser.Address!.AbsolutePath);
        await browser.SubmitAsync("form.go-on");
        Assert.Equal("パスワードを変更しました。", browser.Text(".done"));
    }

    [Fact]
    public async Task A_bank_without_the_page_leads_straight_home()
    {
        await using var bank = await StartAsync(certificates => certificates with { RenewalChoice = false });
        using var certificate = await bank.CertificateOfAsync(User);
        bank.Time.Advance(TimeSpan.FromDays(330));
        using var browser = await SignInAsync(bank, certificate);
        Assert.Equal("/", browser.Address!.AbsolutePath);
    }

    private Task<TestBank> StartAsync(Func<CertificatePolicy, CertificatePolicy> change) =>
        TestBank.StartAsync(cluster, profile => profile with { Certificate = change(profile.Certificate) });

    private static async Task<TestBrowser> SignInAsync(TestBank bank, X509Certificate2 certificate, string wanted = "/")
    {
        var browser = bank.Browser(certificate);
        await browser.OpenAsync(bank.Cert($"/sign-in?return={Uri.EscapeDataString(wanted)}"));
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords[User].Login));
        return browser;
    }
}
