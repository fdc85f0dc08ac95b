using System.Net;
using System.Security.Cryptography;
using System.Text;
using Warifu.Bank.Staff;
using Warifu.Postgres.Secrets;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>The user's side of a link (seed 002): its pages in their order, and everything that happens to them out of order.</summary>
public sealed class ConsentPagesTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pins_are_entered_as_they_were_filed_and_the_accounts_of_the_link_are_those()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var accounts = await AccountsAsync(bank);
        foreach (var account in accounts)
            await FileAsync(bank, account, "4321");
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await AtScopesAsync(bank, service);
        await browser.SubmitAllAsync("form.card", [("Scopes", "balances")]);
        Assert.EndsWith("/accounts", browser.Address!.AbsolutePath, StringComparison.Ordinal);
        await browser.SubmitAllAsync("form.card", [("Chosen", accounts[0]), ($"Pins[{accounts[0]}]", "43")]);
        Assert.Equal("inquiry-pin-not-entered", browser.Code);
        await browser.SubmitAllAsync("form.card", [("Chosen", accounts[0]), ($"Pins[{accounts[0]}]", "4321"), ("Chosen", accounts[1]), ($"Pins[{accounts[1]}]", "0000")]);
        Assert.EndsWith("/accounts/result", browser.Address!.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("登録済", browser.Text("table"), StringComparison.Ordinal);
        Assert.Contains("あと 2 回", browser.Text("table"), StringComparison.Ordinal);
        // 追加登録, then on.
        await browser.FollowAsync("a.second");
        await browser.SubmitAllAsync("form.card", [("Chosen", accounts[1]), ($"Pins[{accounts[1]}]", "4321")]);
        await browser.FollowAsync(".actions a.button:not(.second)");
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.StartsWith(service.RedirectUri, browser.Address!.AbsoluteUri, StringComparison.Ordinal);
        var (details, allowed) = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<(string, string[])>("select details, accounts from api_grant"), Cancel);
        Assert.Equal("""[{"type":"balances"}]""", details);
        Assert.Equal([accounts[0], accounts[1]], allowed.Order());
    }

    [Fact]
    public async Task Three_wrong_pins_stop_an_account_until_it_is_filed_anew()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var account = (await AccountsAsync(bank))[0];
        await FileAsync(bank, account, "4321");
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await AtScopesAsync(bank, service);
        await browser.SubmitAllAsync("form.card", [("Scopes", "balances")]);
        for (var n = 0; n < 3; n++)
        {
            await browser.SubmitAllAsync("form.card", [("Chosen", account), ($"Pins[{account}]", "0000")]);
            await browser.OpenAsync(browser.Address!.AbsoluteUri.Replace("/result", "", StringComparison.Ordinal));
        }
        Assert.Contains("誤入力により停止", browser.Text("main"), StringComparison.Ordinal);
        Assert.Contains("窓口で照会用暗証番号を届け出ると", browser.Text("[data-alert=stopped]"), StringComparison.Ordinal);
        Assert.Null(browser.Page.QuerySelector($"input[name='Pins[{account}]']"));
        Assert.Equal(3, (await bank.ActsAsync()).Count(act => act == "inquiry-pin-wrong"));
        // Nothing could be allowed.
        await browser.OpenAsync(browser.Address!.AbsoluteUri.Replace("/accounts", "/allow", StringComparison.Ordinal));
        Assert.Equal("consent-no-account", browser.Code);
    }

    [Fact]
    public async Task A_single_scope_is_not_asked_for_and_the_box_must_be_ticked()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await SignedInAsync(bank, service, """[{"type":"transactions","dateFrom":"2026-10-01"}]""");
        Assert.EndsWith("/allow", browser.Address!.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("入出金明細照会（2026年10月01日(木) 以降）", browser.Text("dl.facts"), StringComparison.Ordinal);
        await browser.SubmitAllAsync("form.card", [("Answer", "allow")]);
        Assert.Equal("consent-not-ticked", browser.Code);
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.StartsWith(service.RedirectUri, browser.Address!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_shown_is_kept_word_for_word()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await SignedInAsync(bank, service, """[{"type":"balances"}]""");
        var lead = browser.Text(".shown > div > p");
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        var (shown, hash) = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<(string, byte[])>("select shown, shown_sha256 from consent"), Cancel);
        Assert.StartsWith(lead, shown, StringComparison.Ordinal);
        Assert.Contains("残高照会", shown, StringComparison.Ordinal);
        Assert.Contains("第 2026-10 版", shown, StringComparison.Ordinal);
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(shown)), hash);
        Assert.Contains("link-allowed", await bank.ActsAsync());
        Assert.Contains("家計ノート", Assert.Single(await bank.LettersAsync()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_of_a_consent_opens_nothing_else_ends_nothing_and_ends_with_the_answer()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await bank.SignedInAsync("minato03");
        var uri = await service.PushAsync(request => request["authorization_details"] = """[{"type":"balances"}]""");
        await browser.OpenAsync(service.AuthorizeAddress(uri));
        await browser.FollowAsync("a.button");
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords["minato03"].Login));
        var allow = browser.Address!.AbsoluteUri;
        // Internet banking goes on beside it.
        await browser.OpenAsync(bank.Cert("/"));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        Assert.Contains("ホーム", browser.Text("h1"), StringComparison.Ordinal);
        await browser.OpenAsync(allow);
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        await browser.OpenAsync(allow);
        Assert.Equal("request-uri-used", browser.Code);
        await browser.OpenAsync(bank.Cert("/"));
        Assert.Equal(HttpStatusCode.OK, browser.Status);

        // And without one it opens no page of internet banking.
        using var fresh = await SignedInAsync(bank, service, """[{"type":"balances"}]""");
        await fresh.OpenAsync(bank.Cert("/"));
        Assert.Equal("/sign-in", fresh.Address!.AbsolutePath);
    }

    [Fact]
    public async Task Given_up_on_the_way_it_is_refused_and_what_was_registered_stays()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var accounts = await AccountsAsync(bank);
        foreach (var filed in accounts)
            await FileAsync(bank, filed, "4321");
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await AtScopesAsync(bank, service);
        await browser.SubmitAllAsync("form.card", [("Scopes", "balances")]);
        // A PIN typed without the tick means its account all the same.
        await browser.SubmitAllAsync("form.card", [($"Pins[{accounts[0]}]", "4321")]);
        Assert.Contains("登録済", browser.Text("table"), StringComparison.Ordinal);
        await browser.FollowAsync("a.second");
        await browser.FollowAsync("a[href$='/refuse']");
        Assert.Contains($"form-action 'self' {new Uri(service.RedirectUri).GetLeftPart(UriPartial.Authority)}", browser.Policy, StringComparison.Ordinal);
        await browser.SubmitAllAsync("form.card", []);
        Assert.StartsWith(service.RedirectUri, browser.Address!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains("error=access_denied", browser.Address!.Query, StringComparison.Ordinal);
        Assert.Contains("link-refused", await bank.ActsAsync());
        Assert.Equal(1, await bank.Database.InTenantAsync(
            TestBank.Code, work => work.SingleAsync<int>("select count(*)::int from inquiry_account where registered_at is not null"), Cancel));
    }

    [Fact]
    public async Task Half_an_hour_after_it_began_it_is_over()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await SignedInAsync(bank, service, """[{"type":"balances"}]""");
        bank.Time.Advance(TimeSpan.FromMinutes(20));
        await browser.OpenAsync($"{browser.Address}");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        bank.Time.Advance(TimeSpan.FromMinutes(10));
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.Equal("request-uri-unknown", browser.Code);
        Assert.DoesNotContain("link-allowed", await bank.ActsAsync());
    }

    [Fact]
    public async Task Pressed_twice_it_is_allowed_once()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await SignedInAsync(bank, service, """[{"type":"balances"}]""");
        await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")])));
        Assert.Equal(1, await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>("select count(*)::int from api_grant"), Cancel));
    }

    [Fact]
    public async Task Another_user_who_takes_it_over_begins_with_nothing_and_the_first_is_out()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var first = await AtScopesAsync(bank, service);
        var pages = first.Address!.AbsoluteUri;
        await first.SubmitAllAsync("form.card", [("Scopes", "balances")]);
        using var second = bank.Browser(await bank.CertificateOfAsync("minato02"));
        await second.OpenAsync(pages.Replace("/scopes", "/sign-in", StringComparison.Ordinal));
        await second.SubmitAsync("form.card", ("Password", TestBank.Passwords["minato02"].Login));
        Assert.EndsWith("/scopes", second.Address!.AbsolutePath, StringComparison.Ordinal);
        await first.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.NotEqual(HttpStatusCode.OK, first.Status);
        Assert.DoesNotContain("link-allowed", await bank.ActsAsync());
    }

    [Fact]
    public async Task Two_requests_in_two_tabs_do_not_know_of_each_other()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await SignedInAsync(bank, service, """[{"type":"balances"}]""");
        var one = browser.Address!.AbsoluteUri;
        await browser.OpenAsync(service.AuthorizeAddress(await service.PushAsync(request => request["authorization_details"] = """[{"type":"accounts"}]""")));
        await browser.FollowAsync("a.button");
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords["minato03"].Login));
        Assert.Contains("口座一覧の照会", browser.Text("dl.facts"), StringComparison.Ordinal);
        await browser.OpenAsync(one);
        Assert.Contains("残高照会", browser.Text("dl.facts"), StringComparison.Ordinal);
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.StartsWith(service.RedirectUri, browser.Address!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_without_the_right_to_see_statements_gives_no_link()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        await bank.ExecuteAsync("update customer_user set denied_rights = array['inquire-statements'] where login_id = 'minato03'");
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await SignedInAsync(bank, service, """[{"type":"balances"}]""");
        Assert.Equal("not-allowed", browser.Code);
    }

    [Fact]
    public async Task A_service_in_trial_is_linked_to_test_accounts_alone()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        Assert.Null((await bank.Operations.RegisterClientAsync(bank.Profile.Code, service.Registration() + "\nsandbox: true", Cancel)).Refusal);
        using var real = await SignedInAsync(bank, service, """[{"type":"balances"}]""");
        Assert.Equal("consent-sandbox-other", real.Code);
        await bank.ExecuteAsync("update contract set sandbox = true");
        using var trial = await SignedInAsync(bank, service, """[{"type":"balances"}]""");
        Assert.EndsWith("/allow", trial.Address!.AbsolutePath, StringComparison.Ordinal);
        // And no other service is.
        Assert.Null((await bank.Operations.RegisterClientAsync(bank.Profile.Code, service.Registration(), Cancel)).Refusal);
        await trial.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.Equal("consent-sandbox-other", trial.Code);
    }

    [Fact]
    public async Task A_bank_without_links_has_none_of_it()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { ApiLink = null });
        using var program = bank.PlainClient();
        foreach (var path in (string[])["/.well-known/oauth-authorization-server", "/jwks", "/accounts"])
            Assert.Equal(HttpStatusCode.Forbidden, (await program.GetAsync(bank.Api(path), Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await program.PostAsync(bank.Api("/par"), null, Cancel)).StatusCode);
    }

    private static async Task<TestBrowser> AtScopesAsync(TestBank bank, LinkedService service)
    {
        var browser = await SignedInAsync(bank, service, """[{"type":"accounts"},{"type":"balances"}]""");
        Assert.EndsWith("/scopes", browser.Address!.AbsolutePath, StringComparison.Ordinal);
        return browser;
    }

    private static async Task<TestBrowser> SignedInAsync(TestBank bank, LinkedService service, string details)
    {
        var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await browser.OpenAsync(service.AuthorizeAddress(await service.PushAsync(request => request["authorization_details"] = details)));
        await browser.FollowAsync("a.button");
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords["minato03"].Login));
        return browser;
    }

    private static Task<IReadOnlyList<string>> AccountsAsync(TestBank bank) =>
        bank.Database.InTenantAsync(TestBank.Code, work => work.QueryAsync<string>("select account_key from account order by account_key"), Cancel);

    private static Task FileAsync(TestBank bank, string account, string pin) => bank.ExecuteAsync(
        "insert into inquiry_pin (bank_code, account_key, pin_hash, filed_at) values ('9972', @account, @hash, @now)",
        new { account, hash = bank.Get<ServerKey>().Hash(StaffDesk.PinUse, TestBank.Code, account, pin), now = bank.Time.GetUtcNow() });
}
