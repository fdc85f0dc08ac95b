using Warifu.Bank.Clients;
using Warifu.Bank.Consents.Links;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents.Links;

/// <summary>What nobody needs is taken away; links, what was shown for them, and what a service may still ask stay.</summary>
public sealed class LinkClearingTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_that_gave_no_link_are_cleared_after_a_day_and_receipts_stay()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await service.LinkAsync(browser, "minato03");
        await service.ConsentAsync(browser, "minato03", await service.PushAsync(), "refuse");
        await service.PushAsync();
        var unanswered = await service.PushAsync();
        await browser.OpenAsync(service.AuthorizeAddress(unanswered));
        await browser.FollowAsync("a.button");
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords["minato03"].Login));
        await ClearAsync(bank);
        Assert.Equal(4, await CountAsync(bank, "consent"));
        bank.Time.Advance(TimeSpan.FromDays(1) + TimeSpan.FromSeconds(1));
        await ClearAsync(bank);
        Assert.Equal(1, await CountAsync(bank, "consent where decision = 'allowed' and shown is not null and shown_sha256 is not null"));
        Assert.Equal(1, await CountAsync(bank, "consent"));
        Assert.Equal((1, 0), (await CountAsync(bank, "api_grant"), await ClearAsync(bank)));
        // Who comes back to one of them begins again.
        await browser.OpenAsync(service.AuthorizeAddress(unanswered));
        Assert.Equal("request-uri-unknown", browser.Code);
    }

    [Fact]
    public async Task Assertions_and_proofs_are_forgotten_when_they_are_too_old_to_be_taken_and_not_before()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank, ClientAuthenticationMethod.PrivateKeyJwt, SenderConstraint.Dpop);
        var assertion = service.Assertion();
        Assert.Equal(201, (await service.PostAsync("/par", service.Request, assertion)).Status);
        Assert.Equal(2, await CountAsync(bank, "used_proof"));
        bank.Time.Advance(TimeSpan.FromSeconds(59));
        await ClearAsync(bank);
        Assert.Equal("assertion-replayed", (await service.PostAsync("/par", service.Request, assertion)).Code());
        bank.Time.Advance(TimeSpan.FromSeconds(2));
        await ClearAsync(bank);
        Assert.Equal(0, await CountAsync(bank, "used_proof"));
        Assert.Equal("assertion-expired", (await service.PostAsync("/par", service.Request, assertion)).Code());
    }

    [Fact]
    public async Task Tokens_that_ended_are_cleared_and_a_service_hears_for_three_months_that_its_link_ended()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var tokens = await service.LinkAsync(browser, "minato03");
        Assert.Equal(200, (await service.GetAsync("/accounts", tokens.Text("access_token"))).Status);
        bank.Time.Advance(bank.Profile.ApiLink!.TokenLife);
        Assert.Equal(200, (await service.RefreshAsync(tokens.Text("refresh_token"))).Status);
        bank.Time.Advance(TimeSpan.FromSeconds(1));
        await ClearAsync(bank);
        Assert.Equal(2, await CountAsync(bank, "api_token"));
        bank.Time.Advance(TimeSpan.FromHours(1));
        await ClearAsync(bank);
        Assert.Equal((1, 0), (await CountAsync(bank, "api_token where kind = 'refresh'"), await CountAsync(bank, "api_usage")));
        bank.Time.Advance(bank.Profile.ApiLink.Life);
        await ClearAsync(bank);
        Assert.Equal("grant-ended", (await service.RefreshAsync(tokens.Text("refresh_token"))).Code());
        bank.Time.Advance(TimeSpan.FromDays(90));
        await ClearAsync(bank);
        Assert.Equal("refresh-token-unknown", (await service.RefreshAsync(tokens.Text("refresh_token"))).Code());
        Assert.Equal((1, 1), (await CountAsync(bank, "api_grant"), await CountAsync(bank, "consent")));
        // Its key signs nothing that stands.
        Assert.Equal(0, await CountAsync(bank, "token_key"));
    }

    [Fact]
    public async Task However_much_there_is_two_nodes_clear_it_together_batch_by_batch()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        var rows = (LinkClearing.Batch * 2) + 1;
        await bank.ExecuteAsync(
            "insert into used_proof (bank_code, proof_sha256, forgotten_at) select '9972', sha256(n::text::bytea), @before from generate_series(1, @rows) n",
            new { before = bank.Time.GetUtcNow().AddSeconds(-1), rows });
        Assert.Equal(rows, (await Task.WhenAll(ClearAsync(bank), ClearAsync(bank))).Sum());
        Assert.Equal(0, await CountAsync(bank, "used_proof"));
    }

    private static Task<int> ClearAsync(TestBank bank) => bank.SweepAsync<LinkClearing>();

    private static Task<int> CountAsync(TestBank bank, string from) =>
        bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>($"select count(*)::int from {from}"), Cancel);
}
