using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>Which requests a browser opens. Modules of the OpenID conformance plan <c>fapi2-security-profile-final-test-plan</c> are named by their ends.</summary>
public sealed class RequestUriTests(TestCluster cluster)
{
    /// <summary>…-par-attempt-to-use-request_uri-for-different-client.</summary>
    [Fact]
    public async Task Another_client_cannot_open_it()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var other = await LinkedService.RegisterAsync(bank, clientId: "another");
        using var browser = bank.Browser();
        var uri = await service.PushAsync();
        await browser.OpenAsync(other.AuthorizeAddress(uri));
        Assert.Equal("request-uri-unknown", browser.Code);
        await browser.OpenAsync(service.AuthorizeAddress(uri));
        Assert.Null(browser.Code);
    }

    /// <summary>…-par-ensure-reused-request-uri-prior-to-auth-completion-succeeds, …-par-attempt-reuse-request_uri.</summary>
    [Fact]
    public async Task Until_its_answer_it_leads_to_the_same_pages_and_after_it_to_what_became_of_it()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        foreach (var (answer, told) in ((string, string)[])[("allow", "許可は記録されています"), ("refuse", "拒否されたことが記録されています")])
        {
            var uri = await service.PushAsync();
            await browser.OpenAsync(service.AuthorizeAddress(uri));
            var first = browser.Address!.AbsoluteUri;
            await browser.OpenAsync(service.AuthorizeAddress(uri));
            Assert.Equal(first, browser.Address!.AbsoluteUri);
            await service.ConsentAsync(browser, "minato03", uri, answer);
            foreach (var again in (string[])[service.AuthorizeAddress(uri), first])
            {
                await browser.OpenAsync(again);
                Assert.Equal("request-uri-used", browser.Code);
                Assert.Contains(told, browser.Text("main"), StringComparison.Ordinal);
            }
        }
    }

    /// <summary>…-par-attempt-to-use-expired-request_uri.</summary>
    [Fact]
    public async Task After_five_minutes_nobody_opens_it_any_more()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser();
        var uri = await service.PushAsync();
        bank.Time.Advance(TimeSpan.FromSeconds(300));
        await browser.OpenAsync(service.AuthorizeAddress(uri));
        Assert.Equal("request-uri-unknown", browser.Code);
    }

    /// <summary>…-ensure-unsigned-authorization-request-without-using-par-fails.</summary>
    [Fact]
    public async Task A_request_that_was_not_pushed_is_none()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser();
        var plain = string.Join('&', service.Request.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        foreach (var query in (string[])[plain, $"client_id={service.ClientId}", "", $"client_id={service.ClientId}&request_uri=https://elsewhere.example/request"])
        {
            await browser.OpenAsync(bank.Www($"/authorize?{query}"));
            Assert.Equal("request-uri-unknown", browser.Code);
        }
    }

    /// <summary>…-state-only-outside-request-object-not-used, …-par-without-duplicate-parameters: RFC 9126, section 4.</summary>
    [Fact]
    public async Task Whatever_else_stands_beside_it_in_the_address_changes_nothing()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var uri = await service.PushAsync(request => request.Remove("state"));
        await browser.OpenAsync(service.AuthorizeAddress(uri) + "&state=planted&redirect_uri=https%3A%2F%2Felsewhere.example%2F&response_type=token&code_challenge=x");
        Assert.Equal(["code", "iss"], (await service.ConsentAsync(browser, "minato03", uri)).Keys.Order());
    }

    [Fact]
    public async Task One_that_was_opened_and_nobody_answers_is_over_after_half_an_hour()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await browser.OpenAsync(service.AuthorizeAddress(await service.PushAsync()));
        bank.Time.Advance(TimeSpan.FromMinutes(30));
        await browser.OpenAsync(browser.Address!.AbsoluteUri);
        Assert.Equal("request-uri-unknown", browser.Code);
    }
}
