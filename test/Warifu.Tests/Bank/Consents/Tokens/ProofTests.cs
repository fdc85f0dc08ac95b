using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Warifu.Bank.Clients;
using Warifu.Bank.Consents.Tokens;
using Warifu.Pki.Jose;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents.Tokens;

/// <summary>A DPoP proof (RFC 9449, 4.3). The module <c>fapi2-security-profile-final-dpop-negative-tests</c>, one reason after the other.</summary>
public sealed class ProofTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_for_one_request_made_now_with_the_right_key()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank, ClientAuthenticationMethod.PrivateKeyJwt, SenderConstraint.Dpop);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var access = (await service.LinkAsync(browser, "minato03")).Text("access_token");
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var address = bank.Api("/accounts");
        var now = bank.Time.GetUtcNow();
        var good = service.ProofClaims("GET", address, access);
        await RefusedAsync("another key than the token's", "token-sender-other", service.Proof(good, other));
        await RefusedAsync("another method", "dpop-proof-method", With("htm", "POST"));
        await RefusedAsync("the method in other letters", "dpop-proof-method", With("htm", "get"));
        await RefusedAsync("another path", "dpop-proof-address", With("htu", bank.Api("/accounts/balances")));
        await RefusedAsync("another host", "dpop-proof-address", With("htu", bank.Www("/accounts")));
        await RefusedAsync("no address", "dpop-proof-address", With("htu", "accounts"));
        await RefusedAsync("a minute old", "dpop-proof-age", With("iat", now.AddSeconds(-60).ToUnixTimeSeconds()));
        await RefusedAsync("from the future", "dpop-proof-age", With("iat", now.AddSeconds(11).ToUnixTimeSeconds()));
        await RefusedAsync("of no time", "dpop-proof-age", With("iat", "now"));
        await RefusedAsync("for another token", "dpop-proof-token", With("ath", DpopProof.HashOf("another")));
        await RefusedAsync("for no token", "dpop-proof-token", service.Proof(service.ProofClaims("GET", address)));
        await RefusedAsync("without a name of its own", "dpop-proof-replayed", With("jti", ""));
        await RefusedAsync("of another type", "dpop-proof-unreadable", service.Proof(good, type: "jwt"));
        await RefusedAsync("not a token at all", "dpop-proof-unreadable", "x");
        await RefusedAsync("without its key", "dpop-proof-unreadable", Jwt.Sign(service.ProofKey, new Dictionary<string, object> { ["typ"] = "dpop+jwt" }, good));
        await RefusedAsync("with its private key", "dpop-proof-unreadable", WithHeader("d", "AAAA"));
        var whole = service.Proof(good);
        await RefusedAsync("with a word changed", "dpop-proof-signature", $"{whole.Split('.')[0]}.{Part(new Dictionary<string, object>(good) { ["htm"] = "GET", ["x"] = 1 })}.{whole.Split('.')[2]}");
        await RefusedAsync("unsigned", "dpop-proof-signature", $"{Header("none")}.{whole.Split('.')[1]}.");
        await RefusedAsync("signed with RS256", "dpop-proof-signature", $"{Header("RS256")}.{whole.Split('.')[1]}.{whole.Split('.')[2]}");

        async Task RefusedAsync(string why, string code, string proof)
        {
            var answer = await service.GetAsync("/accounts", access, proof);
            Assert.Equal((why, 401, code), (why, answer.Status, answer.Code()));
        }

        string With(string claim, object value) => service.Proof(new(good) { ["jti"] = $"{Guid.NewGuid()}", [claim] = value });

        string WithHeader(string member, string value) => Jwt.Sign(service.ProofKey, new Dictionary<string, object>
        {
            ["typ"] = "dpop+jwt",
            ["jwk"] = new Dictionary<string, string>(Jwk.Of(service.ProofKey, keyId: null).ToMembers()) { [member] = value },
        }, good);

        string Header(string algorithm) => Part(new { typ = "dpop+jwt", alg = algorithm, jwk = Jwk.Of(service.ProofKey, keyId: null).ToMembers() });
    }

    /// <summary>Also …-ensure-dpopproof-with-iat-10seconds-before-succeeds and …-ensure-dpopproof-with-iat-10seconds-after-succeeds: clocks differ so much.</summary>
    [Fact]
    public async Task It_is_taken_once_and_with_a_clock_ten_seconds_off()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank, ClientAuthenticationMethod.PrivateKeyJwt, SenderConstraint.Dpop);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var access = (await service.LinkAsync(browser, "minato03")).Text("access_token");
        foreach (var seconds in (int[])[-10, 10])
        {
            var proof = service.Proof(new(service.ProofClaims("GET", bank.Api("/accounts"), access)) { ["iat"] = bank.Time.GetUtcNow().AddSeconds(seconds).ToUnixTimeSeconds() });
            Assert.Equal(200, (await service.GetAsync("/accounts", access, proof)).Status);
            Assert.Equal("dpop-proof-replayed", (await service.GetAsync("/accounts", access, proof)).Code());
        }
    }

    [Fact]
    public async Task Two_at_once_are_none()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank, ClientAuthenticationMethod.PrivateKeyJwt, SenderConstraint.Dpop);
        using var program = bank.PlainClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, bank.Api("/par"))
        {
            Version = new(2, 0),
            Content = new FormUrlEncodedContent(new Dictionary<string, string>(service.Request) { ["client_assertion_type"] = ClientAssertion.Type, ["client_assertion"] = service.Assertion() }),
        };
        for (var n = 0; n < 2; n++)
            request.Headers.TryAddWithoutValidation(DpopProof.Header, service.Proof(service.ProofClaims("POST", bank.Api("/par"))));
        using var answer = await program.SendAsync(request, Cancel);
        var body = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Equal((400, "invalid_dpop_proof", "dpop-proof-many"), ((int)answer.StatusCode, body.Text("error"), ((int)answer.StatusCode, body).Code()));
    }

    private static string Part(object value) => Base64UrlText.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value)));
}
