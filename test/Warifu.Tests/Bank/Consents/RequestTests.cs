using System.Security.Cryptography;
using Warifu.Bank.Clients;
using Warifu.Pki.Jose;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>What a pushed authorization request is refused for, one thing at a time (FAPI 2.0 Security Profile; names of conformance modules in comments).</summary>
public sealed class RequestTests(TestCluster cluster)
{
    public static TheoryData<string, string?, string, string> Changes => new()
    {
        // fapi2-…-ensure-request-object-without-pkce / par-attempt-to-use-plain / ensure-pkce-code-challenge…
        { "code_challenge", null, "invalid_request", "code-challenge-missing" },
        { "code_challenge", "short", "invalid_request", "code-challenge-wrong" },
        { "code_challenge_method", "plain", "invalid_request", "code-challenge-method-other" },
        { "code_challenge_method", null, "invalid_request", "code-challenge-method-other" },
        // fapi2-…-ensure-response-type-token-fails
        { "response_type", "token", "unsupported_response_type", "response-type-other" },
        { "response_type", "code id_token", "unsupported_response_type", "response-type-other" },
        { "response_mode", "fragment", "invalid_request", "response-mode-other" },
        // fapi2-…-ensure-registered-redirect-uri
        { "redirect_uri", "https://www.asagiri.test/other", "invalid_request", "redirect-uri-not-registered" },
        { "redirect_uri", null, "invalid_request", "redirect-uri-not-registered" },
        // fapi2-…-par-…-reject-request-uri-in-par
        { "request_uri", "urn:ietf:params:oauth:request_uri:x", "invalid_request", "request-object-not-taken" },
        { "request", "eyJhbGciOiJub25lIn0.e30.", "invalid_request", "request-object-not-taken" },
        { "scope", "openid", "invalid_scope", "scope-not-taken" },
        { "authorization_details", null, "invalid_authorization_details", "authorization-details-missing" },
        { "authorization_details", "[]", "invalid_authorization_details", "authorization-details-wrong" },
        { "authorization_details", "{}", "invalid_authorization_details", "authorization-details-wrong" },
        { "authorization_details", """[{"type":"payments"}]""", "invalid_authorization_details", "authorization-details-wrong" },
        { "authorization_details", """[{"type":"accounts","more":1}]""", "invalid_authorization_details", "authorization-details-wrong" },
        { "authorization_details", """[{"type":"accounts"},{"type":"accounts"}]""", "invalid_authorization_details", "authorization-details-wrong" },
        { "authorization_details", """[{"type":"accounts","type":"balances"}]""", "invalid_authorization_details", "authorization-details-wrong" },
        { "authorization_details", """[{"type":"transactions","dateFrom":"2026-13-01"}]""", "invalid_authorization_details", "authorization-details-wrong" },
        { "grant_management_action", "merge", "invalid_request", "grant-management-action-wrong" },
        { "grant_id", "00000000-0000-0000-0000-000000000000", "invalid_request", "grant-management-action-wrong" },
        { "dpop_jkt", "x", "invalid_request", "dpop-jkt-other" },
        { "client_id", "another", "invalid_client", "client-unknown" },
    };

    [Fact]
    public async Task Each_change_is_refused_for_what_it_is_and_the_unchanged_is_taken()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        foreach (var row in Changes)
        {
            var (name, value, error, code) = row.Data;
            var request = service.Request;
            if (value is null)
                request.Remove(name);
            else
                request[name] = value;
            var (status, body) = await service.PostAsync("/par", request);
            Assert.True(status is 400 or 401, $"{name}={value}: {status}");
            Assert.Equal((error, true), (body.GetProperty("error").GetString(), body.GetProperty("error_description").GetString()!.StartsWith(code + ":", StringComparison.Ordinal)));
        }
        Assert.Equal(201, (await service.PostAsync("/par", service.Request)).Status);
    }

    [Fact]
    public async Task A_redirect_off_by_a_slash_is_another()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        foreach (var other in (string[])[service.RedirectUri + "/", service.RedirectUri + "?x=1", service.RedirectUri.ToUpperInvariant(), service.RedirectUri + "#f"])
        {
            var (status, body) = await service.PostAsync("/par", new(service.Request) { ["redirect_uri"] = other });
            Assert.Equal((400, "invalid_request"), (status, body.GetProperty("error").GetString()));
        }
    }

    [Fact]
    public async Task A_service_asks_for_nothing_that_it_is_not_registered_for()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        Assert.Null((await bank.Operations.RegisterClientAsync(
            bank.Profile.Code, service.Registration().Replace(", deposit-transactions", "", StringComparison.Ordinal), TestContext.Current.CancellationToken)).Refusal);
        var (status, body) = await service.PostAsync("/par", new(service.Request) { ["authorization_details"] = """[{"type":"deposit-transactions"}]""" });
        Assert.Equal((400, "invalid_authorization_details"), (status, body.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task A_request_is_opened_by_its_own_client_in_its_time_and_not_after_its_answer()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var other = await LinkedService.RegisterAsync(bank, clientId: "another");
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var uri = await service.PushAsync();
        // fapi2-…-par-attempt-to-use-request-uri-for-different-client
        await browser.OpenAsync(other.AuthorizeAddress(uri));
        Assert.Equal("request-uri-unknown", browser.Code);
        // Going back and opening it again begins nothing anew.
        await browser.OpenAsync(service.AuthorizeAddress(uri));
        var first = browser.Address;
        await browser.OpenAsync(service.AuthorizeAddress(uri));
        Assert.Equal(first, browser.Address);
        await service.ConsentAsync(browser, "minato03", uri);
        // fapi2-…-par-attempt-reuse-request_uri
        await browser.OpenAsync(service.AuthorizeAddress(uri));
        Assert.Equal("request-uri-used", browser.Code);
        await browser.OpenAsync(first!.AbsoluteUri);
        Assert.Equal("request-uri-used", browser.Code);
        // fapi2-…-par-attempt-to-use-expired-request_uri
        var late = await service.PushAsync();
        bank.Time.Advance(TimeSpan.FromSeconds(300));
        await browser.OpenAsync(service.AuthorizeAddress(late));
        Assert.Equal("request-uri-unknown", browser.Code);
        // fapi2-…-ensure-request-object-without-par: parameters that were not pushed are none.
        await browser.OpenAsync(bank.Www($"/authorize?client_id={service.ClientId}&response_type=code&redirect_uri={Uri.EscapeDataString(service.RedirectUri)}"));
        Assert.Equal("request-uri-unknown", browser.Code);
    }

    [Fact]
    public async Task An_opened_request_that_nobody_answers_is_over_after_half_an_hour()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await browser.OpenAsync(service.AuthorizeAddress(await service.PushAsync()));
        bank.Time.Advance(TimeSpan.FromMinutes(30));
        await browser.OpenAsync(browser.Address!.AbsoluteUri);
        Assert.Equal("request-uri-unknown", browser.Code);
    }

    [Fact]
    public async Task A_client_that_uses_DPoP_binds_its_code_to_the_key_of_its_push()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank, ClientAuthenticationMethod.PrivateKeyJwt, SenderConstraint.Dpop);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var answer = await service.ConsentAsync(browser, "minato03", await service.PushAsync());
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (status, body) = await service.RedeemAsync(answer["code"], proof: service.Proof(service.ProofClaims("POST", bank.Api("/token")), other));
        Assert.Equal((400, "invalid_grant"), (status, body.GetProperty("error").GetString()));
        // fapi2-…-dpop-…: a thumbprint that is not the proof's.
        var (mixed, _) = await service.PostAsync("/par", new(service.Request) { ["dpop_jkt"] = Jwk.Of(other, keyId: null).Thumbprint });
        Assert.Equal(400, mixed);
    }

    [Fact]
    public async Task What_is_no_form_or_says_a_thing_twice_is_refused()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var program = bank.PlainClient();
        using var json = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await program.PostAsync(bank.Api("/par"), json, TestContext.Current.CancellationToken)).StatusCode);
        using var twice = new StringContent("client_id=a&client_id=b", System.Text.Encoding.UTF8, "application/x-www-form-urlencoded");
        var answer = await program.PostAsync(bank.Api("/token"), twice, TestContext.Current.CancellationToken);
        Assert.Contains("parameter-twice", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
