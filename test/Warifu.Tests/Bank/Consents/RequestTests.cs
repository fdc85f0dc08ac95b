using System.Security.Cryptography;
using System.Text;
using Warifu.Bank.Clients;
using Warifu.Pki.Jose;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>What a pushed authorization request is refused for, one thing at a time. Modules of the OpenID conformance plan <c>fapi2-security-profile-final-test-plan</c> are named by their ends.</summary>
public sealed class RequestTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private sealed record Change(string Why, string Name, string? Value, string Error, string Code);

    private static readonly IReadOnlyList<Change> Changes =
    [
        // …-par-ensure-pkce-required, …-par-plain-pkce-rejected
        new("A request without PKCE is refused.", "code_challenge", null, "invalid_request", "code-challenge-missing"),
        new("A challenge that cannot be a SHA-256 is refused.", "code_challenge", "short", "invalid_request", "code-challenge-wrong"),
        new("A challenge of the right length that is no base64url is refused.", "code_challenge", new('+', 43), "invalid_request", "code-challenge-wrong"),
        new("PKCE's plain method is refused.", "code_challenge_method", "plain", "invalid_request", "code-challenge-method-other"),
        new("A challenge without its method would be plain, and is refused.", "code_challenge_method", null, "invalid_request", "code-challenge-method-other"),
        // …-ensure-response-type-token-fails, …-ensure-response-type-code-idtoken-fails
        new("A token out of the browser is refused.", "response_type", "token", "unsupported_response_type", "response-type-other"),
        new("The hybrid flow is refused.", "response_type", "code id_token", "unsupported_response_type", "response-type-other"),
        new("A request that does not say what it wants back is refused.", "response_type", null, "unsupported_response_type", "response-type-other"),
        new("An answer in the fragment is refused.", "response_mode", "fragment", "invalid_request", "response-mode-other"),
        new("An answer as a form is refused.", "response_mode", "form_post", "invalid_request", "response-mode-other"),
        // …-ensure-redirect-uri-in-authorization-request
        new("A request that does not say where to go back to is refused.", "redirect_uri", null, "invalid_request", "redirect-uri-not-registered"),
        // …-par-authorization-request-containing-request_uri-form-param
        new("A request that points to another is refused.", "request_uri", "urn:ietf:params:oauth:request_uri:x", "invalid_request", "request-object-not-taken"),
        new("An unsigned request object is refused.", "request", "eyJhbGciOiJub25lIn0.e30.", "invalid_request", "request-object-not-taken"),
        // …-ensure-authorization-request-with-long-state, …-ensure-authorization-request-with-long-nonce
        new("A state beyond 512 characters is refused.", "state", new('s', 513), "invalid_request", "state-too-long"),
        new("A state with control characters is refused.", "state", "a\nb", "invalid_request", "state-too-long"),
        new("A nonce beyond 512 characters is refused.", "nonce", new('n', 513), "invalid_request", "state-too-long"),
        new("Scopes are not how one asks here.", "scope", "openid", "invalid_scope", "scope-not-taken"),
        new("A request that asks for nothing is refused.", "authorization_details", null, "invalid_authorization_details", "authorization-details-missing"),
        new("An empty list asks for nothing.", "authorization_details", "[]", "invalid_authorization_details", "authorization-details-wrong"),
        new("What is no list is refused.", "authorization_details", "{}", "invalid_authorization_details", "authorization-details-wrong"),
        new("What is no JSON is refused.", "authorization_details", "[", "invalid_authorization_details", "authorization-details-wrong"),
        new("A type that the bank does not know is refused.", "authorization_details", """[{"type":"payments"}]""", "invalid_authorization_details", "authorization-details-wrong"),
        new("A member that the bank does not know is refused.", "authorization_details", """[{"type":"accounts","more":1}]""", "invalid_authorization_details", "authorization-details-wrong"),
        new("A type asked for twice is refused.", "authorization_details", """[{"type":"accounts"},{"type":"accounts"}]""", "invalid_authorization_details", "authorization-details-wrong"),
        new("A member that stands twice is refused.", "authorization_details", """[{"type":"accounts","type":"balances"}]""", "invalid_authorization_details", "authorization-details-wrong"),
        new("A day that no calendar has is refused.", "authorization_details", """[{"type":"transactions","dateFrom":"2026-13-01"}]""", "invalid_authorization_details", "authorization-details-wrong"),
        new("Balances have no first day.", "authorization_details", """[{"type":"balances","dateFrom":"2026-10-01"}]""", "invalid_authorization_details", "authorization-details-wrong"),
        // …-grant-management-merge
        new("Links are not merged.", "grant_management_action", "merge", "invalid_request", "grant-management-action-wrong"),
        new("A link to replace must be named.", "grant_management_action", "replace", "invalid_request", "grant-management-action-wrong"),
        new("A link named without saying what for is refused.", "grant_id", "00000000-0000-0000-0000-000000000000", "invalid_request", "grant-management-action-wrong"),
        new("A thumbprint from a client that does not use DPoP is refused.", "dpop_jkt", "x", "invalid_request", "dpop-jkt-other"),
        new("A client that nobody registered is refused.", "client_id", "another", "invalid_client", "client-unknown"),
    ];

    [Fact]
    public async Task Each_change_is_refused_for_what_it_is_and_the_unchanged_is_taken()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        foreach (var (why, name, value, error, code) in Changes)
        {
            var request = service.Request;
            if (value is null)
                request.Remove(name);
            else
                request[name] = value;
            var answer = await service.PostAsync("/par", request);
            Assert.True(answer.Status is 400 or 401, $"{why} {answer.Status}");
            Assert.Equal((why, error, code), (why, answer.Body.Text("error"), answer.Code()));
        }
        Assert.Equal(201, (await service.PostAsync("/par", service.Request)).Status);
        Assert.Equal(201, (await service.PostAsync("/par", new(service.Request) { ["state"] = new('s', 512), ["nonce"] = new('n', 64), ["response_mode"] = "query" })).Status);
    }

    /// <summary>…-ensure-registered-redirect-uri.</summary>
    [Fact]
    public async Task A_redirect_off_by_a_slash_a_port_a_letter_or_a_query_is_another()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        var registered = new Uri(service.RedirectUri);
        foreach (var other in (string[])[
            service.RedirectUri + "/", service.RedirectUri + "?x=1", service.RedirectUri + "?", service.RedirectUri + "#f", service.RedirectUri + "%20",
            service.RedirectUri.ToUpperInvariant(), service.RedirectUri.Replace("www.asagiri", "WWW.asagiri", StringComparison.Ordinal),
            service.RedirectUri.Replace("/back", "/BACK", StringComparison.Ordinal), service.RedirectUri.Replace("/back", "/%62ack", StringComparison.Ordinal),
            service.RedirectUri.Replace("/back", "//back", StringComparison.Ordinal), service.RedirectUri.Replace("/back", "/./back", StringComparison.Ordinal),
            service.RedirectUri.Replace($":{registered.Port}", "", StringComparison.Ordinal), service.RedirectUri.Replace($":{registered.Port}", $":{registered.Port + 1}", StringComparison.Ordinal),
            service.RedirectUri.Replace("https:", "http:", StringComparison.Ordinal), service.RedirectUri.Replace("https://", "https://x@", StringComparison.Ordinal),
            service.RedirectUri.Replace("asagiri.test", "asagiri.test.", StringComparison.Ordinal), service.RedirectUri.Replace("www.", "", StringComparison.Ordinal), "urn:ietf:wg:oauth:2.0:oob"])
        {
            Assert.NotEqual(service.RedirectUri, other);
            Assert.Equal((other, "redirect-uri-not-registered"), (other, (await service.PostAsync("/par", new(service.Request) { ["redirect_uri"] = other })).Code()));
        }
    }

    [Fact]
    public async Task A_service_asks_for_nothing_that_it_is_not_registered_for()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        Assert.Null((await bank.Operations.RegisterClientAsync(bank.Profile.Code, service.Registration().Replace(", deposit-transactions", "", StringComparison.Ordinal), Cancel)).Refusal);
        var answer = await service.PostAsync("/par", new(service.Request) { ["authorization_details"] = """[{"type":"deposit-transactions"}]""" });
        Assert.Equal(("invalid_authorization_details", "authorization-details-not-registered"), (answer.Body.Text("error"), answer.Code()));
    }

    /// <summary>…-ensure-mismatched-dpop-jkt-fails, …-ensure-token-endpoint-fails-with-mismatched-dpop-proof-jkt, …-ensure-token-endpoint-fails-with-mismatched-dpop-jkt.</summary>
    [Fact]
    public async Task A_code_is_bound_to_the_key_of_its_push_or_to_the_one_that_was_named_there()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank, ClientAuthenticationMethod.PrivateKeyJwt, SenderConstraint.Dpop);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var named = Jwk.Of(other, keyId: null).Thumbprint;
        Assert.Equal("dpop-jkt-other", (await service.PostAsync("/par", new(service.Request) { ["dpop_jkt"] = named })).Code());
        foreach (var (bound, stranger) in ((ECDsa, ECDsa)[])[(service.ProofKey, other), (other, service.ProofKey)])
        {
            var pushed = await service.PostAsync("/par", new(service.Request) { ["dpop_jkt"] = Jwk.Of(bound, keyId: null).Thumbprint }, proof: ProofWith(bound, "/par"));
            var code = (await service.ConsentAsync(browser, "minato03", pushed.Body.Text("request_uri")))["code"];
            var refused = await service.RedeemAsync(code, proof: ProofWith(stranger, "/token"));
            Assert.Equal(("invalid_grant", "token-key-other"), (refused.Body.Text("error"), refused.Code()));
            Assert.Equal(200, (await service.RedeemAsync(code, proof: ProofWith(bound, "/token"))).Status);
        }

        string ProofWith(ECDsa key, string path) => service.Proof(service.ProofClaims("POST", bank.Api(path)), key);
    }

    /// <summary>…-par-attempt-invalid-http-method; RFC 6749, 3.2.</summary>
    [Fact]
    public async Task What_is_no_form_says_a_thing_twice_or_is_not_posted_is_refused()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var program = bank.PlainClient();
        foreach (var path in (string[])["/par", "/token", "/revocation", "/introspection"])
        {
            using var json = new StringContent("{}", Encoding.UTF8, "application/json");
            using var multipart = new MultipartFormDataContent { { new StringContent("kakeibo"), "client_id" } };
            using var twice = new StringContent("client_id=a&client_id=b", Encoding.UTF8, "application/x-www-form-urlencoded");
            Assert.Contains("\"form-needed:", await PostAsync(path, json), StringComparison.Ordinal);
            Assert.Contains("\"form-needed:", await PostAsync(path, multipart), StringComparison.Ordinal);
            Assert.Contains("\"parameter-twice:", await PostAsync(path, twice), StringComparison.Ordinal);
            foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete])
            {
                using var request = new HttpRequestMessage(method, bank.Api(path)) { Version = new(2, 0) };
                var answer = await program.SendAsync(request, Cancel);
                Assert.Equal((405, "POST"), ((int)answer.StatusCode, string.Join(' ', answer.Content.Headers.Allow)));
            }
        }

        async Task<string> PostAsync(string path, HttpContent content) => await (await program.PostAsync(bank.Api(path), content, Cancel)).Content.ReadAsStringAsync(Cancel);
    }

    [Fact]
    public async Task Whoever_asks_about_a_token_must_show_it()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        foreach (var path in (string[])["/revocation", "/introspection"])
            Assert.Equal("token-parameter-missing", (await service.PostAsync(path, [])).Code());
    }
}
