using Warifu.Bank.Clients;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents.Tokens;

/// <summary>What a code is good for. Modules of the OpenID conformance plan <c>fapi2-security-profile-final-test-plan</c> are named by their ends.</summary>
public sealed class CodeTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    /// <summary>
    /// …-ensure-authorization-code-is-bound-to-client, …-incorrect-pkce-code-verifier-rejected, …-ensure-pkce-code-verifier-required,
    /// …-ensure-holder-of-key-required, …-ensure-token-endpoint-fails-with-expired-auth-code.
    /// </summary>
    [Fact]
    public async Task It_is_good_for_its_client_its_request_its_key_and_a_minute()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var other = await LinkedService.RegisterAsync(bank, clientId: "another");
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var code = (await service.ConsentAsync(browser, "minato03", await service.PushAsync()))["code"];
        other.Verifier = service.Verifier;
        Assert.Equal("code-unknown", (await other.RedeemAsync(code)).Code());
        Assert.Equal("code-unknown", (await service.RedeemAsync("made-up")).Code());
        Assert.Equal("code-verifier-wrong", (await service.RedeemAsync(code, form => form["code_verifier"] = "another")).Code());
        foreach (var needed in (string[])["code", "code_verifier", "redirect_uri"])
            Assert.Equal("code-missing", (await service.RedeemAsync(code, form => form.Remove(needed))).Code());
        Assert.Equal("code-redirect-uri-other", (await service.RedeemAsync(code, form => form["redirect_uri"] += "/")).Code());
        foreach (var type in (string[])["client_credentials", "password", "urn:ietf:params:oauth:grant-type:token-exchange", "implicit"])
            Assert.Equal("grant-type-other", (await service.RedeemAsync(code, form => form["grant_type"] = type)).Code());
        Assert.Equal("grant-type-other", (await service.RedeemAsync(code, form => form.Remove("grant_type"))).Code());
        using var plain = bank.PlainClient();
        Assert.Equal("sender-constraint-missing", (await service.RedeemAsync(code, over: plain)).Code());
        bank.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(200, (await service.RedeemAsync(code)).Status);

        var late = (await service.ConsentAsync(browser, "minato03", await service.PushAsync()))["code"];
        bank.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("code-expired", (await service.RedeemAsync(late)).Code());
    }

    /// <summary>…-ensure-holder-of-key-required, where the key is proved by DPoP; the proof of another way does not do.</summary>
    [Fact]
    public async Task Without_the_registered_proof_of_a_key_nothing_is_given()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var byProof = await LinkedService.RegisterAsync(bank, ClientAuthenticationMethod.TlsClientAuth, SenderConstraint.Dpop);
        using var byCertificate = await LinkedService.RegisterAsync(bank, clientId: "another");
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var first = (await byProof.ConsentAsync(browser, "minato03", await byProof.PushAsync()))["code"];
        Assert.Equal("sender-constraint-missing", (await byProof.RedeemAsync(first, proof: "")).Code());
        Assert.Equal(200, (await byProof.RedeemAsync(first)).Status);
        var second = (await byCertificate.ConsentAsync(browser, "minato03", await byCertificate.PushAsync()))["code"];
        var proof = byCertificate.Proof(byCertificate.ProofClaims("POST", bank.Api("/token")));
        Assert.Equal("sender-constraint-missing", (await byCertificate.RedeemAsync(second, proof: proof)).Code());
        Assert.Equal(200, (await byCertificate.RedeemAsync(second)).Status);
    }

    /// <summary>…-attempt-reuse-authorization-code-after-one-second.</summary>
    [Fact]
    public async Task Used_twice_it_takes_back_what_it_gave()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var code = (await service.ConsentAsync(browser, "minato03", await service.PushAsync()))["code"];
        var (_, tokens) = await service.RedeemAsync(code);
        Assert.Equal(200, (await service.GetAsync("/accounts", tokens.Text("access_token"))).Status);
        var (_, refreshed) = await service.RefreshAsync(tokens.Text("refresh_token"));
        bank.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("code-used", (await service.RedeemAsync(code)).Code());
        Assert.Equal(401, (await service.GetAsync("/accounts", tokens.Text("access_token"))).Status);
        Assert.Equal(401, (await service.GetAsync("/accounts", refreshed.Text("access_token"))).Status);
        Assert.Equal("refresh-token-unknown", (await service.RefreshAsync(tokens.Text("refresh_token"))).Code());
    }

    [Fact]
    public async Task Redeemed_at_once_from_many_sides_it_gives_tokens_at_most_once()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var code = (await service.ConsentAsync(browser, "minato03", await service.PushAsync()))["code"];
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => service.RedeemAsync(code)));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(0, await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>("select count(*)::int from api_token where revoked_at is null"), Cancel));
    }

    /// <summary>…-ensure-client-id-in-token-endpoint, …-ensure-client-assertion-in-token-endpoint.</summary>
    [Fact]
    public async Task Who_redeems_it_is_who_he_proves_to_be()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var other = await LinkedService.RegisterAsync(bank, clientId: "another");
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var code = (await service.ConsentAsync(browser, "minato03", await service.PushAsync()))["code"];
        Assert.Equal("assertion-signature", (await service.RedeemAsync(code, form => form["client_id"] = "another")).Code());
        Assert.Equal("client-authentication-other", (await service.RedeemAsync(code, form => (form["client_assertion"], form["client_assertion_type"]) = ("", ""))).Code());
        Assert.Equal(200, (await service.RedeemAsync(code)).Status);
    }

    /// <summary>A code that another server's client is tricked into sending here, or ours to there, is told apart by <c>iss</c> (RFC 9207).</summary>
    [Fact]
    public async Task The_answer_that_brings_it_names_the_issuer_of_the_metadata()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        using var program = bank.PlainClient();
        var metadata = System.Text.Json.JsonElement.Parse(await program.GetStringAsync(bank.Api("/.well-known/oauth-authorization-server"), Cancel));
        Assert.True(metadata.GetProperty("authorization_response_iss_parameter_supported").GetBoolean());
        foreach (var answer in (string[])["allow", "refuse"])
            Assert.Equal(metadata.Text("issuer"), (await service.ConsentAsync(browser, "minato03", await service.PushAsync(), answer))["iss"]);
    }
}
