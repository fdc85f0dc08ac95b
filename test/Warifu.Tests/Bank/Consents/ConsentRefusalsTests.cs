using System.Net;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>What a person is told on the pages of a link when he cannot go on.</summary>
public sealed class ConsentRefusalsTests(TestCluster cluster)
{
    private const string One = """[{"type":"balances"}]""";
    private const string Two = """[{"type":"accounts"},{"type":"balances"}]""";

    [Fact]
    public async Task A_bank_without_links_says_so_on_every_page_of_them()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { ApiLink = null });
        using var browser = bank.Browser();
        foreach (var path in (string[])["/authorize", "/developers", $"/consents/{Guid.NewGuid()}"])
        {
            await browser.OpenAsync(bank.Www(path));
            Assert.Equal("links-not-here", browser.Code);
        }
    }

    [Fact]
    public async Task Nothing_is_allowed_where_nothing_was_chosen()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await SignedInAsync(bank, service, "minato03", Two);
        await browser.SubmitAllAsync("form.card", []);
        Assert.Equal("consent-nothing-chosen", browser.Code);
        await browser.SubmitAllAsync("form.card", [("Scopes", "deposit-transactions")]);
        Assert.Equal("consent-nothing-chosen", browser.Code);
        await browser.OpenAsync(browser.Address!.AbsoluteUri.Replace("/scopes", "/allow", StringComparison.Ordinal));
        Assert.Equal("consent-nothing-chosen", browser.Code);
    }

    [Fact]
    public async Task What_somebody_else_has_taken_over_since_the_page_was_shown_is_not_allowed()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await SignedInAsync(bank, service, "minato03", One);
        await bank.ExecuteAsync("update consent set user_id = (select user_id from customer_user where login_id = 'minato02')");
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.Equal("consent-of-another-user", browser.Code);
        Assert.DoesNotContain("link-allowed", await bank.ActsAsync());
    }

    [Fact]
    public async Task A_link_goes_on_under_new_terms_only_by_who_gave_it_and_while_it_stands()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var giver = bank.Browser(await bank.CertificateOfAsync("minato02"));
        var grant = (await service.LinkAsync(giver, "minato02")).Text("grant_id");
        using var other = await SignedInAsync(bank, service, "minato03", One, grant);
        await other.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.Equal("grant-of-another-user", other.Code);
        using var late = await SignedInAsync(bank, service, "minato02", One, grant);
        await bank.ExecuteAsync("update api_grant set ended_at = @now, end_reason = 'withdrawn'", new { now = bank.Time.GetUtcNow() });
        await late.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.Equal("grant-of-another-user", late.Code);
    }

    [Fact]
    public async Task A_link_that_is_not_in_the_list_cannot_be_withdrawn()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var browser = await bank.SignedInAsync("minato03");
        await browser.OpenAsync(bank.Cert($"/manage/links/withdraw?grant={Guid.NewGuid()}"));
        Assert.Equal((HttpStatusCode.NotFound, "link-not-there"), (browser.Status, browser.Code));
    }

    [Fact]
    public async Task A_service_that_was_stopped_in_the_middle_gets_no_answer()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await SignedInAsync(bank, service, "minato03", One);
        await bank.Operations.StopClientAsync(bank.Profile.Code, service.ClientId, TestContext.Current.CancellationToken);
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.Equal("client-stopped", browser.Code);
    }

    private static async Task<TestBrowser> SignedInAsync(TestBank bank, LinkedService service, string user, string details, string? replaces = null)
    {
        var browser = bank.Browser(await bank.CertificateOfAsync(user));
        await browser.OpenAsync(service.AuthorizeAddress(await service.PushAsync(request =>
        {
            request["authorization_details"] = details;
            if (replaces is not null)
                (request["grant_management_action"], request["grant_id"]) = ("replace", replaces);
        })));
        await browser.FollowAsync("a.button");
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords[user].Login));
        return browser;
    }
}
