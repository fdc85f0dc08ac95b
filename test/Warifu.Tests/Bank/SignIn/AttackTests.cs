using System.Net;
using System.Net.Http.Headers;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.SignIn;

public sealed class AttackTests(TestCluster cluster)
{
    private const string SessionName = "__Host-bank-9972-cert";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_session_key_that_somebody_planted_is_not_taken_over_by_the_sign_in()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        const string planted = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        using var certificate = await bank.CertificateOfAsync("minato03");
        using var browser = bank.Browser(certificate);
        browser.Cookies.Add(new Cookie(SessionName, planted, "/", "cert.asagiri.test") { Secure = true });
        await browser.OpenAsync(bank.Cert("/sign-in"));
        await browser.SubmitAsync("form.card", ("Password", "Login-0003"));
        Assert.NotEqual(planted, KeyOf(browser));
        using var attacker = bank.Browser(certificate);
        attacker.Cookies.Add(new Cookie(SessionName, planted, "/", "cert.asagiri.test") { Secure = true });
        await attacker.OpenAsync(bank.Cert("/"));
        Assert.Equal("/sign-in", attacker.Address!.AbsolutePath);
    }

    [Fact]
    public async Task Each_sign_in_has_a_key_of_its_own_and_the_one_before_opens_nothing()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var certificate = await bank.CertificateOfAsync("minato03");
        using var browser = await bank.SignedInAsync("minato03", certificate);
        var before = KeyOf(browser);
        await browser.OpenAsync(bank.Cert("/sign-in"));
        await browser.SubmitAsync("form.card", ("Password", "Login-0003"));
        Assert.NotEqual(before, KeyOf(browser));
        using var old = bank.Browser(certificate);
        old.Cookies.Add(new Cookie(SessionName, before, "/", "cert.asagiri.test") { Secure = true });
        await old.OpenAsync(bank.Cert("/"));
        Assert.Equal("session-replaced", old.Code);
    }

    [Theory]
    [InlineData("X-Client-Cert")]
    [InlineData("X-ARR-ClientCert")]
    [InlineData("X-SSL-Client-Cert")]
    [InlineData("X-Forwarded-Client-Cert")]
    [InlineData("Client-Cert")]
    public async Task A_certificate_in_a_header_is_none(string header)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var certificate = await bank.CertificateOfAsync("minato03");
        using var program = bank.Program();
        using var request = new HttpRequestMessage(HttpMethod.Get, bank.Cert("/sign-in"));
        request.Headers.Add(header, Convert.ToBase64String(certificate.RawData));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var answer = await program.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("certificate-not-offered", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/sign-in")]
    [InlineData("/sign-in/one-time")]
    [InlineData("/password")]
    [InlineData("/one-time-password?handler=Offer")]
    [InlineData("/notices/seen")]
    [InlineData("/sign-out")]
    public async Task A_form_without_its_token_changes_nothing(string path)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = await bank.SignedInAsync("minato03");
        await browser.OpenAsync(bank.Cert("/password"));
        var form = browser.Page.QuerySelector("form.card")!;
        form.QuerySelector("input[name=__RequestVerificationToken]")!.Remove();
        form.SetAttribute("action", path);
        await browser.SubmitAsync("form.card", ("Password", "Login-0003"), ("Confirmation", "Confirm-0003"));
        Assert.Equal((HttpStatusCode.BadRequest, "form-expired"), (browser.Status, browser.Code));
        Assert.Equal(["signed-in"], await bank.ActsAsync());
    }

    [Fact]
    public async Task An_oversized_form_is_refused_and_no_password_is_looked_at()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await browser.OpenAsync(bank.Cert("/sign-in"));
        await browser.SubmitAsync("form.card", ("Password", new string('x', 2 * 1024 * 1024)));
        Assert.Contains(browser.Status, (HttpStatusCode[])[HttpStatusCode.RequestEntityTooLarge, HttpStatusCode.BadRequest]);
        Assert.Empty(await bank.ActsAsync());
    }

    [Fact]
    public async Task After_sign_out_the_back_button_finds_nothing_kept()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var certificate = await bank.CertificateOfAsync("minato03");
        using var browser = await bank.SignedInAsync("minato03", certificate);
        using var program = bank.Program(certificate);
        using var request = new HttpRequestMessage(HttpMethod.Get, bank.Cert("/"));
        request.Headers.Add("Cookie", $"{SessionName}={KeyOf(browser)}");
        using var home = await program.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        Assert.True(home.Headers.CacheControl!.NoStore);
        await browser.SubmitAsync("form.inline");
        await browser.OpenAsync(bank.Cert("/"));
        Assert.Equal("/sign-in", browser.Address!.AbsolutePath);
    }

    private static string KeyOf(TestBrowser browser) => browser.Cookies.GetAllCookies().Single(one => one.Name == SessionName).Value;
}
