using System.Security.Cryptography;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents.Tokens;

/// <summary>Refresh tokens and access tokens: what they are good for, and from when on for nothing.</summary>
public sealed class TokenTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_without_its_key_is_worth_nothing()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var access = (await service.LinkAsync(browser, "minato03")).Text("access_token");
        using var plain = bank.PlainClient();
        using var stolen = bank.Program(Web.TestParty.SelfSigned("CN=thief"));
        Assert.Equal("token-sender-other", (await service.GetAsync("/accounts", access, over: plain)).Code());
        Assert.Equal("token-sender-other", (await service.GetAsync("/accounts", access, over: stolen)).Code());
        Assert.Equal("token-invalid", (await service.GetAsync("/accounts", access + "x")).Code());
        Assert.Equal(200, (await service.GetAsync("/accounts", access)).Status);
        bank.Time.Advance(bank.Profile.ApiLink!.TokenLife);
        Assert.Equal("token-invalid", (await service.GetAsync("/accounts", access)).Code());
    }

    [Fact]
    public async Task A_client_revokes_and_asks_after_its_own_tokens_alone()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var other = await LinkedService.RegisterAsync(bank, clientId: "another");
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var tokens = await service.LinkAsync(browser, "minato03");
        var (access, refresh) = (tokens.Text("access_token"), tokens.Text("refresh_token"));
        Assert.True(await IsActiveAsync(service, access));
        Assert.True(await IsActiveAsync(service, refresh));
        Assert.False(await IsActiveAsync(other, access));
        Assert.Equal(200, (await other.PostAsync("/revocation", new() { ["token"] = refresh })).Status);
        Assert.True(await IsActiveAsync(service, access));
        Assert.Equal(200, (await service.PostAsync("/revocation", new() { ["token"] = refresh })).Status);
        Assert.False(await IsActiveAsync(service, access));
        Assert.Equal("token-invalid", (await service.GetAsync("/accounts", access)).Code());
        Assert.Equal("refresh-token-unknown", (await service.RefreshAsync(refresh)).Code());
    }

    [Theory]
    [InlineData("revoked")]
    [InlineData("taken back, for its code comes again")]
    public async Task A_refresh_token_that_ends_while_it_is_used_leaves_no_access_token(string how)
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        for (var n = 0; n < 3; n++)
        {
            var code = (await service.ConsentAsync(browser, "minato03", await service.PushAsync()))["code"];
            var refresh = (await service.RedeemAsync(code)).Body.Text("refresh_token");
            var uses = Enumerable.Range(0, 12).Select(_ => service.RefreshAsync(refresh)).ToList();
            var ending = how == "revoked" ? await service.PostAsync("/revocation", new() { ["token"] = refresh }) : await service.RedeemAsync(code);
            Assert.Equal(how == "revoked" ? 200 : 400, ending.Status);
            Assert.All(await Task.WhenAll(uses), answer => Assert.True(answer.Status is 200 or 400, $"{answer.Body}"));
            Assert.Equal(0, await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>("select count(*)::int from api_token where revoked_at is null"), Cancel));
        }
    }

    [Fact]
    public async Task A_client_looks_at_its_grant_and_gives_it_back()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var tokens = await service.LinkAsync(browser, "minato03");
        var (access, grant) = (tokens.Text("access_token"), tokens.Text("grant_id"));
        var (status, body) = await service.GetAsync($"/grants/{grant}", access);
        Assert.Equal((200, grant, 3), (status, body.Text("grant_id"), body.GetProperty("authorization_details").GetArrayLength()));
        Assert.Equal("grant-id-unknown", (await service.GetAsync($"/grants/{Guid.NewGuid()}", access)).Code());
        Assert.Equal(200, (await service.DeleteAsync($"/grants/{grant}", access)).Status);
        Assert.Equal("token-invalid", (await service.GetAsync($"/grants/{grant}", access)).Code());
        Assert.Equal("grant-ended", (await service.RefreshAsync(tokens.Text("refresh_token"))).Code());
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
        var (access, refresh) = (tokens.Text("access_token"), tokens.Text("refresh_token"));
        await bank.ExecuteAsync("update certificate set state = 'suspended', suspended_at = @now where sha256 = @hash", new { now = bank.Time.GetUtcNow(), hash = SHA256.HashData(certificate.RawData) });
        Assert.Equal("token-invalid", (await service.GetAsync("/accounts", access)).Code());
        Assert.Equal("grant-resting", (await service.RefreshAsync(refresh)).Code());
        await bank.CertificateOfAsync("minato03");
        Assert.Equal(200, (await service.GetAsync("/accounts", access)).Status);
        await bank.ExecuteAsync("update customer_user set standing = 'stopped' where login_id = 'minato03'");
        Assert.Equal("token-invalid", (await service.GetAsync("/accounts", access)).Code());
    }

    [Fact]
    public async Task A_link_that_goes_on_under_new_terms_is_the_same_and_leaves_no_gap()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var tokens = await service.LinkAsync(browser, "minato03");
        var grant = tokens.Text("grant_id");
        bank.Time.Advance(bank.Profile.ApiLink!.Life - TimeSpan.FromDays(1));
        await bank.CertificateOfAsync("minato03");
        using var later = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var again = await service.LinkAsync(later, "minato03", request => (request["grant_management_action"], request["grant_id"]) = ("replace", grant));
        Assert.Equal(grant, again.Text("grant_id"));
        bank.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal(200, (await service.RefreshAsync(tokens.Text("refresh_token"))).Status);
        // Another's grant is none of this client's.
        using var other = await LinkedService.RegisterAsync(bank, clientId: "another");
        var (status, body) = await other.PostAsync("/par", new(other.Request) { ["grant_management_action"] = "replace", ["grant_id"] = grant });
        Assert.Equal((400, "invalid_grant_id"), (status, body.GetProperty("error").GetString()));
        bank.Time.Advance(bank.Profile.ApiLink.Life);
        Assert.Equal("grant-ended", (await service.RefreshAsync(tokens.Text("refresh_token"))).Code());
    }

    private static async Task<bool> IsActiveAsync(LinkedService service, string token) =>
        (await service.PostAsync("/introspection", new() { ["token"] = token })).Body.GetProperty("active").GetBoolean();
}
