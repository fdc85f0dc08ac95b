using System.Security.Cryptography;
using System.Text.Json;
using Warifu.Bank.Clients;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>Codes, refresh tokens and access tokens: what they are good for, and from when on for nothing.</summary>
public sealed class TokenTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_code_is_good_for_its_client_its_request_and_a_minute()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var other = await LinkedService.RegisterAsync(bank, clientId: "another");
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var code = (await service.ConsentAsync(browser, "minato03", await service.PushAsync()))["code"];
        other.Verifier = service.Verifier;
        // fapi2-…-ensure-authorization-code-is-bound-to-client
        Assert.Equal("code-unknown", Code(await other.RedeemAsync(code)));
        Assert.Equal("code-unknown", Code(await service.RedeemAsync("made-up")));
        Assert.Equal("code-verifier-wrong", Code(await service.RedeemAsync(code, form => form["code_verifier"] = "another")));
        Assert.Equal("code-missing", Code(await service.RedeemAsync(code, form => form.Remove("code_verifier"))));
        Assert.Equal("code-redirect-uri-other", Code(await service.RedeemAsync(code, form => form["redirect_uri"] += "/")));
        Assert.Equal("grant-type-other", Code(await service.RedeemAsync(code, form => form["grant_type"] = "client_credentials")));
        Assert.Equal("grant-type-other", Code(await service.RedeemAsync(code, form => form["grant_type"] = "password")));
        // fapi2-…-ensure-holder-of-key-required: nothing to bind the token to.
        using var plain = bank.PlainClient();
        Assert.Equal("sender-constraint-missing", Code(await service.RedeemAsync(code, over: plain)));
        bank.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(200, (await service.RedeemAsync(code)).Status);

        var late = (await service.ConsentAsync(browser, "minato03", await service.PushAsync()))["code"];
        bank.Time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal("code-expired", Code(await service.RedeemAsync(late)));
    }

    [Fact]
    public async Task A_code_used_twice_takes_back_what_it_gave()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var code = (await service.ConsentAsync(browser, "minato03", await service.PushAsync()))["code"];
        var (_, tokens) = await service.RedeemAsync(code);
        Assert.Equal(200, (await service.GetAsync("/accounts", Text(tokens, "access_token"))).Status);
        Assert.Equal("code-used", Code(await service.RedeemAsync(code)));
        Assert.Equal(401, (await service.GetAsync("/accounts", Text(tokens, "access_token"))).Status);
        Assert.Equal("refresh-token-unknown", Code(await service.RefreshAsync(Text(tokens, "refresh_token"))));
    }

    [Fact]
    public async Task Redeemed_at_once_from_many_sides_a_code_gives_tokens_at_most_once()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var code = (await service.ConsentAsync(browser, "minato03", await service.PushAsync()))["code"];
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => service.RedeemAsync(code)));
        Assert.Single(answers, answer => answer.Status == 200);
        Assert.Equal(0, await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>("select count(*)::int from api_token where revoked_at is null"), Cancel));
    }

    [Fact]
    public async Task A_token_without_its_key_is_worth_nothing()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var access = Text(await service.LinkAsync(browser, "minato03"), "access_token");
        using var plain = bank.PlainClient();
        using var stolen = bank.Program(Web.TestParty.SelfSigned("CN=thief"));
        Assert.Equal("token-sender-other", Code(await service.GetAsync("/accounts", access, over: plain)));
        Assert.Equal("token-sender-other", Code(await service.GetAsync("/accounts", access, over: stolen)));
        Assert.Equal("token-invalid", Code(await service.GetAsync("/accounts", access + "x")));
        Assert.Equal(200, (await service.GetAsync("/accounts", access)).Status);
        bank.Time.Advance(bank.Profile.ApiLink!.TokenLife);
        Assert.Equal("token-invalid", Code(await service.GetAsync("/accounts", access)));
    }

    [Fact]
    public async Task A_proof_is_for_one_request_made_now_with_the_right_key()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank, ClientAuthenticationMethod.PrivateKeyJwt, SenderConstraint.Dpop);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var access = Text(await service.LinkAsync(browser, "minato03"), "access_token");
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var address = bank.Api("/accounts");
        var now = bank.Time.GetUtcNow();
        var good = service.ProofClaims("GET", address, access);
        Assert.Equal("token-sender-other", await WithAsync(service.Proof(good, other)));
        Assert.Equal("dpop-proof-method", await WithAsync(service.Proof(new(good) { ["htm"] = "POST" })));
        Assert.Equal("dpop-proof-address", await WithAsync(service.Proof(new(good) { ["htu"] = bank.Api("/accounts/balances") })));
        Assert.Equal("dpop-proof-address", await WithAsync(service.Proof(new(good) { ["htu"] = bank.Www("/accounts") })));
        Assert.Equal("dpop-proof-age", await WithAsync(service.Proof(new(good) { ["iat"] = now.AddSeconds(-60).ToUnixTimeSeconds() })));
        Assert.Equal("dpop-proof-age", await WithAsync(service.Proof(new(good) { ["iat"] = now.AddSeconds(11).ToUnixTimeSeconds() })));
        Assert.Equal("dpop-proof-token", await WithAsync(service.Proof(new(good) { ["ath"] = "x" })));
        Assert.Equal("dpop-proof-token", await WithAsync(service.Proof(service.ProofClaims("GET", address))));
        Assert.Equal("dpop-proof-unreadable", await WithAsync(service.Proof(good, type: "jwt")));
        Assert.Equal("dpop-proof-unreadable", await WithAsync("x"));
        var proof = service.Proof(new(good) { ["jti"] = "once" });
        Assert.Equal(200, (await service.GetAsync("/accounts", access, proof)).Status);
        Assert.Equal("dpop-proof-replayed", await WithAsync(proof));

        async Task<string> WithAsync(string shown) => Code(await service.GetAsync("/accounts", access, shown));
    }

    [Fact]
    public async Task A_client_revokes_and_asks_after_its_own_tokens_alone()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var other = await LinkedService.RegisterAsync(bank, clientId: "another");
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var tokens = await service.LinkAsync(browser, "minato03");
        var (access, refresh) = (Text(tokens, "access_token"), Text(tokens, "refresh_token"));
        Assert.True(await IsActiveAsync(service, access));
        Assert.True(await IsActiveAsync(service, refresh));
        Assert.False(await IsActiveAsync(other, access));
        Assert.Equal(200, (await other.PostAsync("/revocation", new() { ["token"] = refresh })).Status);
        Assert.True(await IsActiveAsync(service, access));
        Assert.Equal(200, (await service.PostAsync("/revocation", new() { ["token"] = refresh })).Status);
        Assert.False(await IsActiveAsync(service, access));
        Assert.Equal("token-invalid", Code(await service.GetAsync("/accounts", access)));
        Assert.Equal("refresh-token-unknown", Code(await service.RefreshAsync(refresh)));
    }

    [Fact]
    public async Task A_client_looks_at_its_grant_and_gives_it_back()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var tokens = await service.LinkAsync(browser, "minato03");
        var (access, grant) = (Text(tokens, "access_token"), Text(tokens, "grant_id"));
        var (status, body) = await service.GetAsync($"/grants/{grant}", access);
        Assert.Equal((200, grant, 3), (status, Text(body, "grant_id"), body.GetProperty("authorization_details").GetArrayLength()));
        Assert.Equal("grant-id-unknown", Code(await service.GetAsync($"/grants/{Guid.NewGuid()}", access)));
        Assert.Equal(200, (await service.DeleteAsync($"/grants/{grant}", access)).Status);
        Assert.Equal("token-invalid", Code(await service.GetAsync($"/grants/{grant}", access)));
        Assert.Equal("grant-ended", Code(await service.RefreshAsync(Text(tokens, "refresh_token"))));
        Assert.Contains("link-withdrawn", await bank.ActsAsync());
        Assert.Contains("家計ノート", (await bank.LettersAsync())[^1].Subject, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_rests_while_its_user_has_no_certificate_and_goes_on_when_he_has()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        var certificate = await bank.CertificateOfAsync("minato03");
        using var browser = bank.Browser(certificate);
        var tokens = await service.LinkAsync(browser, "minato03");
        var (access, refresh) = (Text(tokens, "access_token"), Text(tokens, "refresh_token"));
        await bank.ExecuteAsync("update certificate set state = 'suspended', suspended_at = @now where sha256 = @hash", new { now = bank.Time.GetUtcNow(), hash = SHA256.HashData(certificate.RawData) });
        Assert.Equal("token-invalid", Code(await service.GetAsync("/accounts", access)));
        Assert.Equal("grant-resting", Code(await service.RefreshAsync(refresh)));
        await bank.CertificateOfAsync("minato03");
        Assert.Equal(200, (await service.GetAsync("/accounts", access)).Status);
        await bank.ExecuteAsync("update customer_user set standing = 'stopped' where login_id = 'minato03'");
        Assert.Equal("token-invalid", Code(await service.GetAsync("/accounts", access)));
    }

    [Fact]
    public async Task A_link_that_goes_on_under_new_terms_is_the_same_and_leaves_no_gap()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var tokens = await service.LinkAsync(browser, "minato03");
        var grant = Text(tokens, "grant_id");
        bank.Time.Advance(bank.Profile.ApiLink!.Life - TimeSpan.FromDays(1));
        await bank.CertificateOfAsync("minato03");
        using var later = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var again = await service.LinkAsync(later, "minato03", request => (request["grant_management_action"], request["grant_id"]) = ("replace", grant));
        Assert.Equal(grant, Text(again, "grant_id"));
        bank.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(200, (await service.RefreshAsync(Text(tokens, "refresh_token"))).Status);
        // Another's grant is none of this client's.
        using var other = await LinkedService.RegisterAsync(bank, clientId: "another");
        var (status, body) = await other.PostAsync("/par", new(other.Request) { ["grant_management_action"] = "replace", ["grant_id"] = grant });
        Assert.Equal((400, "invalid_grant_id"), (status, body.GetProperty("error").GetString()));
        bank.Time.Advance(bank.Profile.ApiLink.Life);
        Assert.Equal("grant-ended", Code(await service.RefreshAsync(Text(tokens, "refresh_token"))));
    }

    private static async Task<bool> IsActiveAsync(LinkedService service, string token) =>
        (await service.PostAsync("/introspection", new() { ["token"] = token })).Body.GetProperty("active").GetBoolean();

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString()!;

    private static string Code((int Status, JsonElement Body) answer) =>
        answer.Body.TryGetProperty("code", out var code) ? code.GetString()! : answer.Body.GetProperty("error_description").GetString()!.Split(':')[0];
}
