using Warifu.Bank.Clients;
using Warifu.Bank.OpenApi;

namespace Warifu.Tests.Bank.Clients;

public sealed class ClientFileTests
{
    private static string Sample => Repository.Sample("clients/kakeibo.yaml");

    [Fact]
    public void The_sample_is_a_registration()
    {
        var client = ClientFile.Read(Sample).Value;
        Assert.Equal(("kakeibo", ClientAuthenticationMethod.PrivateKeyJwt, SenderConstraint.Dpop), (client.ClientId, client.Authentication, client.Sender));
        Assert.Equal(BusinessScopes.All, client.Scopes);
        Assert.Equal("2026-10", Assert.Single(client.Keys).KeyId);
    }

    [Theory]
    [InlineData("client-id: kakeibo", "client-id: K!", "client-id")]
    [InlineData("https://kakei.example/", "http://kakei.example/", "site")]
    [InlineData("https://app.kakei.example/callback", "http://app.kakei.example/callback", "redirect-uris")]
    [InlineData("https://app.kakei.example/callback", "https://app.kakei.example/callback#x", "redirect-uris")]
    [InlineData("[accounts, balances", "[accounts, accounts", "scopes")]
    [InlineData("[accounts, balances", "[payments, balances", "scopes")]
    [InlineData("authentication: private_key_jwt", "authentication: client_secret_basic", "authentication")]
    [InlineData("authentication: private_key_jwt", "authentication: tls_client_auth", "subject")]
    [InlineData("authentication: private_key_jwt", "authentication: self_signed_tls_client_auth", "certificates")]
    [InlineData("sender: dpop", "sender: bearer", "sender")]
    [InlineData("\"kty\": \"EC\"", "\"kty\": \"oct\"", "keys")]
    [InlineData("en: Kakei Note", "en: ''", "name")]
    public void Each_fault_is_told_by_its_key(string good, string bad, string key)
    {
        Assert.Contains(good, Sample, StringComparison.Ordinal);
        var refusal = ClientFile.Read(Sample.Replace(good, bad, StringComparison.Ordinal)).Refusal!;
        Assert.Equal(ClientChecks.Wrong.Code, refusal.Code);
        Assert.Contains($"{key}: ", refusal.Detail!.En, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_YAML_or_has_an_unknown_key_is_not_read() => Assert.Equal(ClientFile.Unreadable.Code, ClientFile.Read(Sample + "\nsecret: x").Refusal!.Code);
}
