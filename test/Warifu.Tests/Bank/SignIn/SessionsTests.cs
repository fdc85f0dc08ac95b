using System.Net;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.SignIn;

public sealed class SessionsTests(TestCluster cluster)
{
    [Fact]
    public async Task A_cookie_taken_to_another_connection_is_worthless_and_ends_the_session_of_its_owner()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var owner = await bank.SignedInAsync("minato03");
        foreach (var (certificate, code) in (IEnumerable<(System.Security.Cryptography.X509Certificates.X509Certificate2?, string)>)
            [(await bank.CertificateOfAsync("minato02"), "session-of-another-certificate"), (null, "certificate-not-offered")])
        {
            using var thief = bank.Browser(certificate);
            thief.Cookies.Add(owner.Cookies.GetAllCookies());
            await thief.OpenAsync(bank.Cert("/"));
            Assert.Equal((HttpStatusCode.Forbidden, code), (thief.Status, thief.Code));
        }
        await owner.OpenAsync(bank.Cert("/"));
        Assert.Equal((HttpStatusCode.Unauthorized, "session-shown-elsewhere"), (owner.Status, owner.Code));
        Assert.Equal(["signed-in", "session-shown-elsewhere"], await bank.ActsAsync());
    }

    [Fact]
    public async Task A_revocation_counts_at_the_very_next_request()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await bank.SignedInAsync("minato03");
        await bank.ExecuteAsync("update certificate set state = 'revoked', revoked_at = @at, revocation_reason = 'Superseded', revoked_by = 'staff'", new { at = bank.Time.GetUtcNow() });
        await browser.OpenAsync(bank.Cert("/"));
        Assert.Equal((HttpStatusCode.Forbidden, "certificate-revoked"), (browser.Status, browser.Code));
    }

    [Fact]
    public async Task A_session_ends_with_its_certificate()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var certificate = await bank.CertificateOfAsync("minato03");
        bank.Time.Advance(TimeSpan.FromDays(365) - TimeSpan.FromMinutes(1));
        using var browser = await bank.SignedInAsync("minato03", certificate);
        bank.Time.Advance(TimeSpan.FromMinutes(2));
        await browser.OpenAsync(bank.Cert("/"));
        Assert.Equal("certificate-expired", browser.Code);
    }

    [Fact]
    public async Task Thirty_minutes_without_a_request_end_the_session_and_a_request_extends_it()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await bank.SignedInAsync("minato03");
        for (var n = 0; n < 2; n++)
        {
            bank.Time.Advance(TimeSpan.FromMinutes(29));
            await browser.OpenAsync(bank.Cert("/"));
            Assert.Null(browser.Code);
        }
        bank.Time.Advance(TimeSpan.FromMinutes(30));
        await browser.OpenAsync(bank.Cert("/"));
        Assert.Equal((HttpStatusCode.Unauthorized, "session-timed-out"), (browser.Status, browser.Code));
        await browser.OpenAsync(bank.Cert("/sign-in"));
        Assert.Empty(browser.Page.QuerySelectorAll(".notice"));
    }

    [Fact]
    public async Task Signing_in_again_says_so_and_ends_the_earlier_session()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var certificate = await bank.CertificateOfAsync("minato03");
        using var first = await bank.SignedInAsync("minato03", certificate);
        using var second = bank.Browser(certificate);
        await second.OpenAsync(bank.Cert("/sign-in"));
        Assert.Equal("再ログイン", second.Text("form.card .actions button"));
        await second.SubmitAsync("form.card", ("Password", "Login-0003"));
        Assert.Equal(HttpStatusCode.OK, second.Status);
        await first.OpenAsync(bank.Cert("/"));
        Assert.Equal("session-replaced", first.Code);
    }

    [Fact]
    public async Task Sign_out_is_confirmed_and_the_session_is_gone()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await bank.SignedInAsync("minato03");
        await browser.SubmitAsync("form.inline");
        Assert.Equal("/signed-out", browser.Address!.AbsolutePath);
        await browser.OpenAsync(bank.Cert("/"));
        Assert.Equal("/sign-in", browser.Address!.AbsolutePath);
        Assert.Equal(["signed-in", "signed-out"], await bank.ActsAsync());
    }

    [Fact]
    public async Task A_form_from_before_sign_out_is_refused_afterwards()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var certificate = await bank.CertificateOfAsync("minato03");
        using var browser = await bank.SignedInAsync("minato03", certificate);
        var old = browser.Page.QuerySelector("form.inline input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        await browser.OpenAsync(bank.Cert("/sign-in"));
        await browser.SubmitAsync("form.card", ("Password", "Login-0003"));
        await browser.SubmitAsync("form.inline", ("__RequestVerificationToken", old));
        Assert.Equal((HttpStatusCode.BadRequest, "form-expired"), (browser.Status, browser.Code));
    }

    [Fact]
    public async Task The_cookie_is_bound_to_its_host_and_says_nothing()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await bank.SignedInAsync("minato03");
        var cookie = browser.Cookies.GetAllCookies().Single(one => one.Name == "__Host-bank-9972-cert");
        Assert.Equal((true, true, "/", 43), (cookie.Secure, cookie.HttpOnly, cookie.Path, cookie.Value.Length));
    }
}
