using System.Net;
using Warifu.Bank.SignIn;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.SignIn;

public sealed class CertificateSignInTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_and_the_password_open_the_home_page()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await bank.SignedInAsync("minato03");
        Assert.Contains("磯部 健", browser.Text(".person"), StringComparison.Ordinal);
        Assert.Equal(["signed-in"], await bank.ActsAsync());
    }

    [Fact]
    public async Task Whoever_is_not_signed_in_is_led_to_sign_in_and_then_where_he_wanted()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await browser.OpenAsync(bank.Cert("/accounts/statement?from=2026-10-01"));
        Assert.Equal("/sign-in", browser.Address!.AbsolutePath);
        await browser.SubmitAsync("form.card", ("Password", "Login-0003"));
        Assert.Equal("/accounts/statement?from=2026-10-01", browser.Address!.PathAndQuery);
    }

    [Fact]
    public async Task Nobody_is_led_to_another_site_after_sign_in()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await browser.OpenAsync(bank.Cert("/sign-in?return=https%3A%2F%2Fevil.test%2F"));
        await browser.SubmitAsync("form.card", ("Password", "Login-0003"));
        Assert.Equal(bank.Cert("/"), browser.Address!.AbsoluteUri);
    }

    [Fact]
    public async Task A_wrong_password_is_refused_and_recorded()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await browser.OpenAsync(bank.Cert("/sign-in"));
        await browser.SubmitAsync("form.card", ("Password", "login-0003"));
        Assert.Equal((HttpStatusCode.Forbidden, "wrong-password"), (browser.Status, browser.Code));
        Assert.Equal(["sign-in-failed"], await bank.ActsAsync());
    }

    [Fact]
    public async Task After_three_wrong_passwords_even_the_right_one_is_refused()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await browser.OpenAsync(bank.Cert("/sign-in"));
        for (var n = 0; n < 3; n++)
            await browser.SubmitAsync("form.card", ("Password", "wrong"));
        await browser.SubmitAsync("form.card", ("Password", "Login-0003"));
        Assert.Equal("sign-in-locked", browser.Code);
        Assert.Null(browser.Page.QuerySelector("form.card"));
    }

    [Fact]
    public async Task A_right_password_clears_the_count()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var certificate = await bank.CertificateOfAsync("minato03");
        for (var round = 0; round < 2; round++)
        {
            using var browser = bank.Browser(certificate);
            await browser.OpenAsync(bank.Cert("/sign-in"));
            await browser.SubmitAsync("form.card", ("Password", "wrong"));
            await browser.SubmitAsync("form.card", ("Password", "wrong"));
            await browser.SubmitAsync("form.card", ("Password", "Login-0003"));
            Assert.Null(browser.Code);
        }
    }

    [Fact]
    public async Task Of_many_tries_at_once_exactly_three_are_compared()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var certificate = await bank.CertificateOfAsync("minato03");
        var hash = System.Security.Cryptography.SHA256.HashData(certificate.RawData);
        var signIn = bank.Get<CertificateSignIn>();
        var tries = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => signIn.RunAsync(TestBank.Code, hash, "wrong", null, Cancel)));
        var codes = tries.CountBy(one => one.Refusal!.Code).ToDictionary();
        Assert.Equal((3, 17), (codes["wrong-password"], codes["sign-in-locked"]));
    }

    [Fact]
    public async Task Locking_one_door_leaves_the_others_open()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var user = await bank.Database.InTenantAsync(TestBank.Code, work =>
            work.SingleAsync<Guid>("select user_id from customer_user where login_id = 'minato03'"), Cancel);
        var doors = bank.Get<Doors>();
        for (var n = 0; n < 3; n++)
            Assert.True(await doors.BookAsync(TestBank.Code, user, Door.Enrolment, 3, Cancel));
        Assert.False(await doors.BookAsync(TestBank.Code, user, Door.Enrolment, 3, Cancel));
        Assert.True(await doors.BookAsync(TestBank.Code, user, Door.Certificate, 3, Cancel));
    }

    [Fact]
    public async Task Without_a_certificate_or_with_a_strange_revoked_or_expired_one_nobody_is_asked_for_a_password()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await RefusedAsync(bank, null, "certificate-not-offered");
        using var strange = Web.TestParty.SelfSigned("CN=minato03 A001");
        await RefusedAsync(bank, strange, "certificate-unknown");
        using var revoked = await bank.CertificateOfAsync("minato02");
        await bank.ExecuteAsync("update certificate set state = 'revoked', revoked_at = @at, revocation_reason = 'Superseded', revoked_by = 'staff'", new { at = bank.Time.GetUtcNow() });
        await RefusedAsync(bank, revoked, "certificate-revoked");
        using var stopped = await bank.CertificateOfAsync("minato03");
        await bank.ExecuteAsync("update customer_user set standing = 'stopped'");
        await RefusedAsync(bank, stopped, "user-stopped");
        bank.Time.Advance(TimeSpan.FromDays(365));
        await RefusedAsync(bank, stopped, "certificate-expired");
    }

    private static async Task RefusedAsync(TestBank bank, System.Security.Cryptography.X509Certificates.X509Certificate2? certificate, string code)
    {
        using var browser = bank.Browser(certificate);
        await browser.OpenAsync(bank.Cert("/"));
        Assert.Equal((HttpStatusCode.Forbidden, code), (browser.Status, browser.Code));
        Assert.Empty(browser.Page.QuerySelectorAll("input[type=password]"));
    }
}
