using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>
/// Each step of a link broken at each of its writes leaves nothing behind, and is done when it is repeated. The database itself breaks the step: a
/// trigger raises an error at it, as a lost connection or a killed server would end its transaction.
/// </summary>
public sealed class BrokenStepsTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_push_gives_a_request_or_nothing()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        await BrokenAsync(bank, ["insert on used_proof", "insert on consent"], async () => Assert.Equal(500, (await service.PostAsync("/par", service.Request)).Status));
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await service.LinkAsync(browser, "minato03");
    }

    [Fact]
    public async Task Allowing_gives_a_link_with_its_receipt_its_history_and_its_notice_or_nothing()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await browser.OpenAsync(service.AuthorizeAddress(await service.PushAsync(request => request["authorization_details"] = """[{"type":"balances"}]""")));
        await browser.FollowAsync("a.button");
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords["minato03"].Login));
        var allow = browser.Address!.AbsoluteUri;
        await BrokenAsync(bank, ["insert on api_grant", "update on consent", "insert on history", "insert on notice", "insert on mail", "update of ended_at on bank_session"], async () =>
        {
            await browser.OpenAsync(allow);
            await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
            Assert.Equal("internal-error", browser.Code);
        });
        await browser.OpenAsync(allow);
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.StartsWith(service.RedirectUri, browser.Address!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal(["consent-decided", "grant", "history-link-allowed", "mail-link-allowed", "notice-link-allowed"], await LeftAsync(bank));
    }

    [Fact]
    public async Task Redeeming_uses_the_code_up_and_gives_tokens_or_neither()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var code = (await service.ConsentAsync(browser, "minato03", await service.PushAsync()))["code"];
        await BrokenAsync(bank, ["update on consent", "insert on api_token"], async () => Assert.Equal(500, (await service.RedeemAsync(code)).Status));
        var (status, tokens) = await service.RedeemAsync(code);
        Assert.Equal(200, status);
        Assert.Equal(200, (await service.GetAsync("/accounts", tokens.Text("access_token"))).Status);
        // The end that a second use brings is whole or not there, too.
        await BrokenAsync(bank, ["update on api_token", "update on api_grant", "insert on history", "insert on notice"], async () => Assert.Equal(500, (await service.RedeemAsync(code)).Status));
        Assert.Equal(200, (await service.GetAsync("/accounts", tokens.Text("access_token"))).Status);
        Assert.Equal("code-used", (await service.RedeemAsync(code)).Code());
        Assert.Equal(401, (await service.GetAsync("/accounts", tokens.Text("access_token"))).Status);
    }

    [Fact]
    public async Task Refreshing_revoking_and_giving_back_are_done_or_not()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var (kept, given) = (await service.LinkAsync(browser, "minato03"), await service.LinkAsync(browser, "minato03"));
        await BrokenAsync(bank, ["insert on api_token"], async () => Assert.Equal(500, (await service.RefreshAsync(kept.Text("refresh_token"))).Status));
        Assert.Equal(200, (await service.RefreshAsync(kept.Text("refresh_token"))).Status);
        await BrokenAsync(bank, ["update on api_token"], async () => Assert.Equal(500, (await service.PostAsync("/revocation", new() { ["token"] = kept.Text("refresh_token") })).Status));
        Assert.Equal(200, (await service.GetAsync("/accounts", kept.Text("access_token"))).Status);
        Assert.Equal(200, (await service.PostAsync("/revocation", new() { ["token"] = kept.Text("refresh_token") })).Status);
        Assert.Equal(401, (await service.GetAsync("/accounts", kept.Text("access_token"))).Status);
        await BrokenAsync(bank, ["update of ended_at on api_grant", "insert on history", "insert on notice"], async () =>
            Assert.Equal(500, (await service.DeleteAsync($"/grants/{given.Text("grant_id")}", given.Text("access_token"))).Status));
        Assert.Equal(200, (await service.GetAsync("/accounts", given.Text("access_token"))).Status);
        Assert.Equal(200, (await service.DeleteAsync($"/grants/{given.Text("grant_id")}", given.Text("access_token"))).Status);
        Assert.Equal(401, (await service.GetAsync("/accounts", given.Text("access_token"))).Status);
    }

    /// <summary>Breaks the step at each write in turn, and looks whether anything of it is left.</summary>
    private static async Task BrokenAsync(TestBank bank, IReadOnlyList<string> writes, Func<Task> step)
    {
        foreach (var write in writes)
        {
            var before = await LeftAsync(bank);
            await bank.AsOwnerAsync($"""
                create function break_it() returns trigger language plpgsql as $$ begin raise exception 'killed here'; end $$;
                create trigger break_it before {write} for each row execute function break_it();
                """);
            await step();
            await bank.AsOwnerAsync("drop function break_it() cascade");
            Assert.Equal((write, string.Join(", ", before)), (write, string.Join(", ", await LeftAsync(bank))));
        }
    }

    /// <summary>What stands of links, each thing once for each that there is.</summary>
    private static Task<IReadOnlyList<string>> LeftAsync(TestBank bank) => bank.Database.InTenantAsync(TestBank.Code, work => work.QueryAsync<string>("""
        select 'grant' || coalesce('-' || end_reason, '') as what from api_grant
        union all select kind || case when revoked_at is null then '' else '-revoked' end from api_token
        union all select 'consent' || case when code_used_at is not null then '-used' when decided_at is not null then '-decided' else '' end from consent
        union all select 'history-' || act from history where act in ('link-allowed', 'link-refused', 'link-withdrawn')
        union all select 'notice-' || kind from notice
        union all select 'mail-' || kind from mail
        order by what
        """), Cancel);
}
