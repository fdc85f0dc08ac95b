using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>What scripts and frames of other origins get: nothing (FAPI 2.0 Security Profile, 5.3.2.2; RFC 9700, 4.16).</summary>
public sealed class OtherOriginsTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_answer_may_be_read_by_another_origins_script_or_shown_in_its_frame()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        var begin = service.AuthorizeAddress(await service.PushAsync());
        using var program = bank.PlainClient();
        foreach (var (method, address) in ((HttpMethod, string)[])[
            (HttpMethod.Options, begin), (HttpMethod.Get, begin), (HttpMethod.Options, bank.Api("/token")), (HttpMethod.Post, bank.Api("/token")),
            (HttpMethod.Options, bank.Api("/par")), (HttpMethod.Options, bank.Api("/accounts")), (HttpMethod.Get, bank.Api("/accounts"))])
        {
            using var request = new HttpRequestMessage(method, address)
            {
                Version = new(2, 0),
                Headers = { { "Origin", "https://elsewhere.example" }, { "Access-Control-Request-Method", "POST" } },
            };
            using var answer = await program.SendAsync(request, Cancel);
            Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
            Assert.Contains("frame-ancestors 'none'", Policy(answer), StringComparison.Ordinal);
        }
    }

    /// <summary>Clickjacking (RFC 9700, 4.16): nobody is led to press 許可 through a page that he does not see.</summary>
    [Fact]
    public async Task No_page_of_a_consent_is_shown_in_a_frame()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.ExecuteAsync("insert into inquiry_account (bank_code, account_key, registered_at) select bank_code, account_key, @now from account limit 1", new { now = bank.Time.GetUtcNow() });
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await browser.OpenAsync(service.AuthorizeAddress(await service.PushAsync()));
        NoFrame("");
        await browser.FollowAsync("a.button");
        NoFrame("/sign-in");
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords["minato03"].Login));
        NoFrame("/scopes");
        var scopes = browser.Address!.AbsoluteUri;
        await browser.SubmitAllAsync("form.card", [("Scopes", "balances")]);
        foreach (var page in (string[])["/accounts", "/accounts/result", "/allow"])
        {
            await browser.OpenAsync(scopes.Replace("/scopes", page, StringComparison.Ordinal));
            NoFrame(page);
        }
        await browser.OpenAsync(bank.Www("/authorize"));
        NoFrame("/authorize");

        void NoFrame(string page)
        {
            Assert.EndsWith(page, browser.Address!.AbsolutePath, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", browser.Policy, StringComparison.Ordinal);
            Assert.Equal("DENY", browser.Frames);
        }
    }

    [Fact]
    public async Task Only_the_page_of_the_answer_lets_its_form_end_at_the_service()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        Assert.Null((await bank.Operations.RegisterClientAsync(
            bank.Profile.Code, service.Registration().Replace(service.RedirectUri, "https://app.kakei.example/back", StringComparison.Ordinal), Cancel)).Refusal);
        var uri = await service.PushAsync(request => (request["redirect_uri"], request["authorization_details"]) = ("https://app.kakei.example/back", """[{"type":"balances"}]"""));
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await browser.OpenAsync(service.AuthorizeAddress(uri));
        Assert.DoesNotContain("kakei.example", browser.Policy, StringComparison.Ordinal);
        await browser.FollowAsync("a.button");
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords["minato03"].Login));
        Assert.Matches("form-action [^;]* https://app\\.kakei\\.example;", browser.Policy);
    }

    private static string Policy(HttpResponseMessage answer) => answer.Headers.TryGetValues("Content-Security-Policy", out var values) ? string.Join(' ', values) : "";
}
