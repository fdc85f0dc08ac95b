using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Warifu.Bank.Clients;
using Warifu.Bank.Consents;
using Warifu.Bank.Consents.Tokens;
using Warifu.Pki.Jose;

namespace Warifu.Tests.Bank.Consents;

/// <summary>A service outside the bank, with its key, that does what an OAuth client does; each of its words can be changed.</summary>
internal sealed class LinkedService : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TestBank bank;
    private HttpClient http;

    private LinkedService(TestBank bank, string clientId, ClientAuthenticationMethod method, SenderConstraint sender)
    {
        this.bank = bank;
        (ClientId, Method, Sender) = (clientId, method, sender);
        Certificate = TestParty(clientId);
        http = bank.Program(sender == SenderConstraint.Mtls || method != ClientAuthenticationMethod.PrivateKeyJwt ? Certificate : null);
    }

    public string ClientId { get; }

    public ClientAuthenticationMethod Method { get; }

    public SenderConstraint Sender { get; }

    public X509Certificate2 Certificate { get; }

    public ECDsa Key { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public ECDsa ProofKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string Verifier { get; set; } = Consent.NewSecret();

    public string Issuer => bank.Api("");

    public string RedirectUri => bank.Www("/back");

    /// <summary>What a client sends to begin.</summary>
    public Dictionary<string, string> Request => new()
    {
        ["response_type"] = "code",
        ["client_id"] = ClientId,
        ["redirect_uri"] = RedirectUri,
        ["state"] = "state-1",
        ["code_challenge"] = Base64UrlText.Write(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))),
        ["code_challenge_method"] = "S256",
        ["authorization_details"] = """[{"type":"accounts"},{"type":"balances"},{"type":"transactions"}]""",
    };

    public static async Task<LinkedService> RegisterAsync(
        TestBank bank, ClientAuthenticationMethod method = ClientAuthenticationMethod.PrivateKeyJwt, SenderConstraint sender = SenderConstraint.Mtls, string clientId = "kakeibo")
    {
        var service = new LinkedService(bank, clientId, method, sender);
        Assert.Null((await bank.Operations.RegisterClientAsync(bank.Profile.Code, service.Registration(), Cancel)).Refusal);
        return service;
    }

    /// <summary>Goes to this node of the bank from now on, over new connections.</summary>
    public void GoTo(IPAddress node)
    {
        http.Dispose();
        http = bank.Program(Sender == SenderConstraint.Mtls || Method != ClientAuthenticationMethod.PrivateKeyJwt ? Certificate : null, node);
    }

    /// <summary>As staff would have it.</summary>
    public string Registration()
    {
        var lines = new List<string>
        {
            $"client-id: {ClientId}",
            "name: { ja: 家計ノート, en: Kakei Note }",
            "company: { ja: 株式会社みなもと, en: Minamoto Inc. }",
            "site: https://kakei.example/",
            $"redirect-uris: [\"{RedirectUri}\"]",
            "scopes: [accounts, balances, transactions, deposit-transactions]",
            $"authentication: {ClientWords.Name(Method)}",
            $"sender: {ClientWords.Name(Sender)}",
        };
        if (Method == ClientAuthenticationMethod.PrivateKeyJwt)
            lines.Add($"keys: '{JsonSerializer.Serialize(new { keys = new[] { Jwk.Of(Key, "k1").ToMembers() } })}'");
        else
            lines.Add($"certificates:\n  - |\n    {Certificate.ExportCertificatePem().ReplaceLineEndings("\n    ")}");
        if (Method == ClientAuthenticationMethod.TlsClientAuth)
            lines.Add($"subject: \"{Certificate.Subject}\"");
        return string.Join('\n', lines);
    }

    /// <summary>The claims of a good assertion.</summary>
    public Dictionary<string, object> Claims() => new()
    {
        ["iss"] = ClientId,
        ["sub"] = ClientId,
        ["aud"] = Issuer,
        ["jti"] = Guid.NewGuid().ToString(),
        ["iat"] = bank.Time.GetUtcNow().ToUnixTimeSeconds(),
        ["exp"] = bank.Time.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds(),
    };

    public string Assertion(Dictionary<string, object>? claims = null, ECDsa? key = null) =>
        Jwt.Sign(key ?? Key, new Dictionary<string, object> { ["kid"] = "k1" }, claims ?? Claims());

    /// <summary>The claims of a good proof.</summary>
    public Dictionary<string, object> ProofClaims(string method, string address, string? token = null)
    {
        var claims = new Dictionary<string, object>
        {
            ["htm"] = method,
            ["htu"] = address,
            ["jti"] = Guid.NewGuid().ToString(),
            ["iat"] = bank.Time.GetUtcNow().ToUnixTimeSeconds(),
        };
        if (token is not null)
            claims["ath"] = DpopProof.HashOf(token);
        return claims;
    }

    public string Proof(Dictionary<string, object> claims, ECDsa? key = null, string type = "dpop+jwt") => Jwt.Sign(
        key ?? ProofKey, new Dictionary<string, object> { ["typ"] = type, ["jwk"] = Jwk.Of(key ?? ProofKey, keyId: null).ToMembers() }, claims);

    /// <summary>Posts with the client's authentication, and its proof where it uses DPoP.</summary>
    /// <param name="proof">Empty: none; null: a good one.</param>
    public async Task<(int Status, JsonElement Body)> PostAsync(
        string path, Dictionary<string, string> form, string? assertion = null, string? proof = null, HttpClient? over = null)
    {
        var fields = new Dictionary<string, string>(form);
        fields.TryAdd("client_id", ClientId);
        if (Method == ClientAuthenticationMethod.PrivateKeyJwt)
        {
            fields.TryAdd("client_assertion_type", ClientAssertion.Type);
            fields.TryAdd("client_assertion", assertion ?? Assertion());
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, bank.Api(path)) { Content = new FormUrlEncodedContent(fields), Version = new(2, 0) };
        if (proof?.Length > 0 || (proof is null && Sender == SenderConstraint.Dpop && path is "/par" or "/token"))
            request.Headers.Add(DpopProof.Header, proof ?? Proof(ProofClaims("POST", bank.Api(path))));
        return await SendAsync(request, over);
    }

    public async Task<string> PushAsync(Action<Dictionary<string, string>>? change = null)
    {
        var request = Request;
        change?.Invoke(request);
        var (status, body) = await PostAsync("/par", request);
        Assert.True(status == 201, $"{body}");
        return body.GetProperty("request_uri").GetString()!;
    }

    public string AuthorizeAddress(string requestUri) => bank.Www($"/authorize?client_id={ClientId}&request_uri={Uri.EscapeDataString(requestUri)}");

    /// <summary>The user's way through all pages, from the service and back.</summary>
    /// <returns>The query of the redirection.</returns>
    public async Task<Dictionary<string, string>> ConsentAsync(TestBrowser browser, string loginId, string requestUri, string answer = "allow")
    {
        await browser.OpenAsync(AuthorizeAddress(requestUri));
        await browser.FollowAsync("a.button");
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords[loginId].Login));
        if (browser.Page.QuerySelector("input[name=Scopes]") is not null)
            await browser.SubmitAllAsync("form.card", [.. browser.Page.QuerySelectorAll("input[name=Scopes]").Select(box => ("Scopes", box.GetAttribute("value")!))]);
        Assert.EndsWith("/allow", browser.Address!.AbsolutePath, StringComparison.Ordinal);
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", answer)]);
        Assert.StartsWith(RedirectUri, browser.Address!.AbsoluteUri, StringComparison.Ordinal);
        return QueryHelpers.ParseQuery(browser.Address.Query).ToDictionary(pair => pair.Key, pair => $"{pair.Value}");
    }

    public Task<(int Status, JsonElement Body)> RedeemAsync(string code, Action<Dictionary<string, string>>? change = null, string? proof = null, HttpClient? over = null)
    {
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = RedirectUri,
            ["code_verifier"] = Verifier,
        };
        change?.Invoke(form);
        return PostAsync("/token", form, proof: proof, over: over);
    }

    public Task<(int Status, JsonElement Body)> RefreshAsync(string refresh) =>
        PostAsync("/token", new() { ["grant_type"] = "refresh_token", ["refresh_token"] = refresh });

    /// <summary>From nothing to tokens.</summary>
    public async Task<JsonElement> LinkAsync(TestBrowser browser, string loginId, Action<Dictionary<string, string>>? change = null)
    {
        var answer = await ConsentAsync(browser, loginId, await PushAsync(change));
        var (status, body) = await RedeemAsync(answer["code"]);
        Assert.True(status == 200, $"{body}");
        return body;
    }

    public Task<(int Status, JsonElement Body)> GetAsync(string path, string token, string? proof = null, HttpClient? over = null) => CallAsync(HttpMethod.Get, path, token, proof, over);

    public Task<(int Status, JsonElement Body)> DeleteAsync(string path, string token) => CallAsync(HttpMethod.Delete, path, token, proof: null, over: null);

    private async Task<(int Status, JsonElement Body)> CallAsync(HttpMethod method, string path, string token, string? proof, HttpClient? over)
    {
        using var request = new HttpRequestMessage(method, bank.Api(path)) { Version = new(2, 0) };
        request.Headers.Authorization = new AuthenticationHeaderValue(Sender == SenderConstraint.Dpop ? "DPoP" : "Bearer", token);
        if (Sender == SenderConstraint.Dpop)
            request.Headers.Add(DpopProof.Header, proof ?? Proof(ProofClaims(method.Method, bank.Api(path.Split('?')[0]), token)));
        return await SendAsync(request, over);
    }

    public void Dispose()
    {
        http.Dispose();
        Certificate.Dispose();
        Key.Dispose();
        ProofKey.Dispose();
    }

    private async Task<(int Status, JsonElement Body)> SendAsync(HttpRequestMessage request, HttpClient? over)
    {
        using var answer = await (over ?? http).SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonElement.Parse(text));
    }

    private static X509Certificate2 TestParty(string clientId) => Web.TestParty.SelfSigned($"CN={clientId}, O=Minamoto Inc.");
}
