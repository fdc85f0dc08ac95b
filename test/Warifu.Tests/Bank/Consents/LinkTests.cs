using System.Security.Cryptography;
using System.Text.Json;
using Warifu.Bank.Clients;
using Warifu.Pki.Jose;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>A link from its request to its calls, by each way of proving who one is and what a token is bound to.</summary>
public sealed class LinkTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ClientAuthenticationMethod.PrivateKeyJwt, SenderConstraint.Mtls)]
    [InlineData(ClientAuthenticationMethod.PrivateKeyJwt, SenderConstraint.Dpop)]
    [InlineData(ClientAuthenticationMethod.SelfSignedTlsClientAuth, SenderConstraint.Mtls)]
    [InlineData(ClientAuthenticationMethod.TlsClientAuth, SenderConstraint.Mtls)]
    [InlineData(ClientAuthenticationMethod.TlsClientAuth, SenderConstraint.Dpop)]
    internal async Task A_user_allows_it_and_the_service_reads_what_he_allowed(ClientAuthenticationMethod method, SenderConstraint sender)
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank, method, sender);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var tokens = await service.LinkAsync(browser, "minato03");
        var access = tokens.GetProperty("access_token").GetString()!;
        Assert.Equal(sender == SenderConstraint.Dpop ? "DPoP" : "Bearer", tokens.GetProperty("token_type").GetString());

        var (status, accounts) = await service.GetAsync("/accounts", access);
        Assert.Equal(200, status);
        var id = accounts.GetProperty("accounts")[0].GetProperty("accountId").GetString()!;
        Assert.Equal(200, (await service.GetAsync("/accounts/balances", access)).Status);
        Assert.Equal(200, (await service.GetAsync($"/accounts/transactions?accountId={id}", access)).Status);
        Assert.Equal(403, (await service.GetAsync($"/accounts/deposit-transactions?accountId={id}", access)).Status);

        var (refreshed, second) = await service.RefreshAsync(tokens.GetProperty("refresh_token").GetString()!);
        Assert.Equal(200, refreshed);
        Assert.False(second.TryGetProperty("refresh_token", out _));
        Assert.Equal(200, (await service.GetAsync("/accounts", second.GetProperty("access_token").GetString()!)).Status);
        Assert.Contains("link-used", await bank.ActsAsync());
    }

    [Fact]
    public async Task The_access_token_is_signed_with_a_published_key_and_names_the_grant_and_no_user()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var tokens = await service.LinkAsync(browser, "minato03");
        var token = Jwt.Read(tokens.GetProperty("access_token").GetString()!)!;
        using var program = bank.PlainClient();
        var set = JsonElement.Parse(await program.GetStringAsync(bank.Api("/jwks"), Cancel));
        Assert.True(token.IsSignedBy(Jwk.ReadSet(set)!.Single(key => key.KeyId == token.KeyId)));
        Assert.Equal("at+jwt", token.Type);
        Assert.Equal(service.Issuer, token["iss"]);
        Assert.Equal(tokens.GetProperty("grant_id").GetString(), token["sub"]);
        Assert.Equal(Base64UrlText.Write(SHA256.HashData(service.Certificate.RawData)), token.Claims.GetProperty("cnf").GetProperty("x5t#S256").GetString());
        Assert.DoesNotContain("minato", token.Claims.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_is_told_to_the_service_and_nothing_is_given()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var answer = await service.ConsentAsync(browser, "minato03", await service.PushAsync(), "refuse");
        Assert.Equal(new() { ["error"] = "access_denied", ["iss"] = service.Issuer, ["state"] = "state-1" }, answer);
        Assert.Contains("link-refused", await bank.ActsAsync());
        Assert.Empty(await bank.Database.InTenantAsync(TestBank.Code, work => work.QueryAsync<Guid>("select grant_id from api_grant"), Cancel));
    }

    [Fact]
    public async Task The_answer_names_the_issuer_and_a_request_without_state_is_answered_without()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var answer = await service.ConsentAsync(browser, "minato03", await service.PushAsync(request => request.Remove("state")));
        Assert.Equal(["code", "iss"], answer.Keys.Order());
        Assert.Equal(service.Issuer, answer["iss"]);
    }
}
