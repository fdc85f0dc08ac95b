using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>What was shown is what is granted, whatever changes between the press and the answer.</summary>
public sealed class OfferedGrantTests(TestCluster cluster)
{
    private const string Meanwhile = "9972-001-1-7654321";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_account_that_is_registered_while_the_answer_is_being_taken_is_not_granted_unseen()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await browser.OpenAsync(service.AuthorizeAddress(await service.PushAsync(request => request["authorization_details"] = """[{"type":"balances"}]""")));
        await browser.FollowAsync("a.button");
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords["minato03"].Login));
        Assert.EndsWith("/allow", browser.Address!.AbsolutePath, StringComparison.Ordinal);

        var pressed = Task.CompletedTask;
        await bank.Database.InTenantAsync(TestBank.Code, async work =>
        {
            // The answer has begun, and waits for the consent, which this unit of work holds; a colleague registers one more account.
            await work.ExecuteAsync("select 1 from consent for update");
            pressed = browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
            await Until.TrueAsync(() => bank.Database.WithoutTenantAsync(
                other => other.SingleAsync<bool>("select exists (select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock')"), Cancel));
            await work.ExecuteAsync("""
                insert into account (bank_code, account_key, contract_id, branch_name, branch_kana, holder_kana)
                select bank_code, @Meanwhile, contract_id, branch_name, branch_kana, holder_kana from account limit 1
                """, new { Meanwhile });
            await work.ExecuteAsync("insert into inquiry_account (bank_code, account_key, registered_at) values (@Tenant, @Meanwhile, @now)",
                new { work.Tenant, Meanwhile, now = bank.Time.GetUtcNow() });
        }, Cancel);
        await pressed;
        Assert.Equal("consent-shown-other", browser.Code);
        Assert.Contains("7654321", browser.Text("dl.facts"), StringComparison.Ordinal);
        Assert.Empty(await GrantedAsync(bank));

        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.StartsWith(service.RedirectUri, browser.Address!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Contains(Meanwhile, Assert.Single(await GrantedAsync(bank)));
    }

    private static Task<IReadOnlyList<string[]>> GrantedAsync(TestBank bank) =>
        bank.Database.InTenantAsync(TestBank.Code, work => work.QueryAsync<string[]>("select accounts from api_grant"), Cancel);
}
