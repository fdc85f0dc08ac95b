using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Warifu.Bank.Clients;
using Warifu.Pki.Jose;
using Warifu.Tests.Bank.Consents;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Clients;

/// <summary>Who is not taken for a client (FAPI 2.0 Security Profile, 5.3.2.1; RFC 7523; RFC 8705). Modules of the OpenID conformance plan <c>fapi2-security-profile-final-test-plan</c> are named by their ends.</summary>
public sealed class ClientAuthenticationTests(TestCluster cluster)
{
    [Fact]
    public async Task Every_fault_of_an_assertion_is_refused_by_its_name()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = bank.Time.GetUtcNow();
        await RefusedAsync("assertion-signature", service.Assertion(key: stranger));
        // …-ensure-client-assertion-with-wrong-aud-fails, …-par-test-token-endpoint-url-as-audience-fails, …-par-test-par-endpoint-url-as-audience-fails, …-par-test-array-as-audience-fails
        await RefusedAsync("assertion-audience", With("aud", "https://elsewhere.example"));
        await RefusedAsync("assertion-audience", With("aud", bank.Api("/token")));
        await RefusedAsync("assertion-audience", With("aud", bank.Api("/par")));
        await RefusedAsync("assertion-audience", With("aud", service.Issuer + "/"));
        await RefusedAsync("assertion-audience", With("aud", new[] { service.Issuer }));
        await RefusedAsync("assertion-audience", With("aud", new[] { service.Issuer, "https://elsewhere.example" }));
        await RefusedAsync("assertion-audience", Without("aud"));
        await RefusedAsync("assertion-not-of-client", With("iss", "another"));
        await RefusedAsync("assertion-not-of-client", With("sub", "another"));
        // …-ensure-client-assertion-with-no-sub-fails
        await RefusedAsync("assertion-not-of-client", Without("sub"));
        // …-ensure-client-assertion-with-exp-is-5-minutes-in-past-fails
        await RefusedAsync("assertion-expired", With("exp", now.AddMinutes(-5).ToUnixTimeSeconds()));
        await RefusedAsync("assertion-expired", With("exp", now.ToUnixTimeSeconds()));
        await RefusedAsync("assertion-expired", Without("exp"));
        await RefusedAsync("assertion-too-long", With("exp", now.AddMinutes(6).ToUnixTimeSeconds()));
        // …-par-ensure-jwt-client-assertions-nbf-over-60-seconds-in-the-future-fails
        await RefusedAsync("assertion-from-future", With("iat", now.AddSeconds(61).ToUnixTimeSeconds()));
        await RefusedAsync("assertion-from-future", With("nbf", now.AddSeconds(61).ToUnixTimeSeconds()));
        await RefusedAsync("assertion-from-future", With("nbf", now.AddSeconds(11).ToUnixTimeSeconds()));
        await RefusedAsync("assertion-from-future", With("iat", "soon"));
        await RefusedAsync("assertion-replayed", Without("jti"));
        await RefusedAsync("assertion-unreadable", "not.a.token");
        await RefusedAsync("assertion-algorithm", Unsigned("none", service.Claims()));
        await RefusedAsync("assertion-algorithm", Unsigned("HS256", service.Claims()));
        // …-par-ensure-jwt-client-assertions-nbf-8-seconds-in-the-future-is-accepted
        foreach (var claim in (string[])["iat", "nbf"])
            Assert.Equal(201, (await service.PostAsync("/par", service.Request, With(claim, now.AddSeconds(8).ToUnixTimeSeconds()))).Status);

        var once = service.Assertion();
        Assert.Equal(201, (await service.PostAsync("/par", service.Request, once)).Status);
        await RefusedAsync("assertion-replayed", once);

        async Task RefusedAsync(string code, string assertion)
        {
            var (status, body) = await service.PostAsync("/par", service.Request, assertion);
            Assert.True(status == 401, $"{code}: {status} {body}");
            Assert.Equal("invalid_client", body.GetProperty("error").GetString());
            Assert.StartsWith(code + ":", body.GetProperty("error_description").GetString(), StringComparison.Ordinal);
        }

        string With(string claim, object value) => service.Assertion(new(service.Claims()) { [claim] = value });

        string Without(string claim)
        {
            var claims = service.Claims();
            claims.Remove(claim);
            return service.Assertion(claims);
        }
    }

    /// <summary>…-ensure-signed-client-assertion-with-RS256-fails.</summary>
    [Fact]
    public async Task A_registered_RSA_key_signs_with_PS256_and_with_RS256_for_nothing()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var key = RSA.Create(2048);
        var numbers = key.ExportParameters(includePrivateParameters: false);
        var set = JsonSerializer.Serialize(new { keys = new[] { new { kty = "RSA", kid = "k1", n = Base64UrlText.Write(numbers.Modulus), e = Base64UrlText.Write(numbers.Exponent) } } });
        var lines = service.Registration().Split('\n').Select(line => line.StartsWith("keys:", StringComparison.Ordinal) ? $"keys: '{set}'" : line);
        Assert.Null((await bank.Operations.RegisterClientAsync(bank.Profile.Code, string.Join('\n', lines), TestContext.Current.CancellationToken)).Refusal);
        Assert.Equal(201, (await service.PostAsync("/par", service.Request, Signed("PS256", RSASignaturePadding.Pss))).Status);
        Assert.Equal("assertion-algorithm", (await service.PostAsync("/par", service.Request, Signed("RS256", RSASignaturePadding.Pkcs1))).Code());
        // The names changed, and nothing else.
        Assert.Equal("assertion-signature", (await service.PostAsync("/par", service.Request, Signed("PS256", RSASignaturePadding.Pkcs1))).Code());

        string Signed(string algorithm, RSASignaturePadding padding)
        {
            var text = $"{Part(new { alg = algorithm, kid = "k1" })}.{Part(service.Claims())}";
            return $"{text}.{Base64UrlText.Write(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, padding))}";
        }
    }

    [Fact]
    public async Task A_client_comes_by_its_registered_way_alone()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var byKey = await LinkedService.RegisterAsync(bank);
        using var byCertificate = await LinkedService.RegisterAsync(bank, ClientAuthenticationMethod.SelfSignedTlsClientAuth, clientId: "by-certificate");
        using var byName = await LinkedService.RegisterAsync(bank, ClientAuthenticationMethod.TlsClientAuth, clientId: "by-name");
        using var plain = bank.PlainClient();
        using var other = Web.TestParty.SelfSigned("CN=by-name, O=Minamoto Inc.");
        using var asOther = bank.Program(other);
        Assert.Equal("client-unknown", await CodeAsync(byKey, form => form["client_id"] = "nobody"));
        Assert.Equal("client-authentication-other", await CodeAsync(byKey, form => form["client_secret"] = "x"));
        Assert.Equal("assertion-unreadable", await CodeAsync(byKey, form => form["client_assertion_type"] = "urn:ietf:params:oauth:client-assertion-type:saml2-bearer"));
        Assert.Equal("client-authentication-other", await CodeAsync(byCertificate, form => (form["client_assertion_type"], form["client_assertion"]) = (ClientAssertion.Type, byKey.Assertion())));
        Assert.Equal("client-certificate-missing", await CodeAsync(byCertificate, _ => { }, plain));
        Assert.Equal("client-certificate-other", await CodeAsync(byCertificate, _ => { }, asOther));
        // The right name, signed by nobody who was registered.
        Assert.Equal("client-certificate-other", await CodeAsync(byName, _ => { }, asOther));
        Assert.Equal("client-certificate-missing", await CodeAsync(byName, _ => { }, plain));
    }

    [Fact]
    public async Task A_stopped_client_is_refused_from_then_on_and_its_tokens_with_it()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var access = (await service.LinkAsync(browser, "minato03")).GetProperty("access_token").GetString()!;
        Assert.True(await bank.Operations.StopClientAsync(bank.Profile.Code, service.ClientId, TestContext.Current.CancellationToken));
        Assert.Equal(401, (await service.GetAsync("/accounts", access)).Status);
        Assert.Equal("client-stopped", await CodeAsync(service, _ => { }));
        Assert.False(await bank.Operations.StopClientAsync(bank.Profile.Code, service.ClientId, TestContext.Current.CancellationToken));
    }

    private static async Task<string> CodeAsync(LinkedService service, Action<Dictionary<string, string>> change, HttpClient? over = null)
    {
        var request = service.Request;
        change(request);
        var (_, body) = await service.PostAsync("/par", request, over: over);
        return body.GetProperty("error_description").GetString()!.Split(':')[0];
    }

    private static string Unsigned(string algorithm, Dictionary<string, object> claims) =>
        $"{Part(new { alg = algorithm, kid = "k1" })}.{Part(claims)}.{(algorithm == "none" ? "" : Base64UrlText.Write(RandomNumberGenerator.GetBytes(64)))}";

    private static string Part(object value) => Base64UrlText.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value)));
}
