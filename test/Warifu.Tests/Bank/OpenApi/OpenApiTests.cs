using Warifu.Tests.Bank.Consents;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.OpenApi;

/// <summary>What a linked service reads: the accounts of its link, from the day of its link on, page by page.</summary>
public sealed class OpenApiTests(TestCluster cluster)
{
    private const string All = """[{"type":"accounts"},{"type":"balances"},{"type":"transactions"},{"type":"deposit-transactions"}]""";

    [Fact]
    public async Task Pages_go_on_by_key_and_what_is_booked_meanwhile_moves_nothing()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        var (access, account) = await LinkedAsync(bank, service, All);
        // 250 lines on one day, a thousand apart.
        await bank.ExecuteAsync("""
            insert into statement_line (bank_code, account_key, booked_on, place, value_on, amount, balance, kind, description)
            select '9972', @account, '2026-11-02', n * 1000, '2026-11-02', 1, n, 10, 'N' || n from generate_series(1, 250) n
            """, new { account });
        var seen = new List<string>();
        string? next = null;
        do
        {
            var (status, page) = await service.GetAsync($"/accounts/transactions?accountId={account}&dateFrom=2026-11-01&dateTo=2026-11-03{(next is null ? "" : $"&nextItemKey={next}")}", access);
            Assert.True(status == 200, $"{page}");
            var lines = page.GetProperty("transactions").EnumerateArray().ToList();
            Assert.Equal(lines.Count, page.GetProperty("count").GetInt32());
            seen.AddRange(lines.Select(line => line.GetProperty("remarks").GetString()!));
            next = page.GetProperty("hasNext").GetBoolean() ? page.GetProperty("nextItemKey").GetString() : null;
            await bank.ExecuteAsync("""
                insert into statement_line (bank_code, account_key, booked_on, place, value_on, amount, balance, kind, description)
                select '9972', @account, '2026-11-02', coalesce(max(place), 0) + 1, '2026-11-02', 1, 1, 10, 'late' from statement_line
                where booked_on = '2026-11-02' and account_key = @account and place < 5000
                """, new { account });
        }
        while (next is not null);
        Assert.Equal(Enumerable.Range(1, 250).Select(n => $"N{n}"), seen.Where(remark => remark != "late"));
    }

    [Fact]
    public async Task Amounts_are_strings_and_transfers_that_arrived_name_the_payer()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        var (access, account) = await LinkedAsync(bank, service, All);
        await bank.ExecuteAsync("""
            insert into statement_line (bank_code, account_key, booked_on, place, value_on, amount, balance, kind, description, counterparty) values
              ('9972', @account, '2026-11-02', 1000, '2026-11-02', 120000, 120000, 11, '振込', 'ｱｵﾊﾞｼﾖｳｼﾞ'),
              ('9972', @account, '2026-11-02', 2000, '2026-11-02', -500, 119500, 18, '手数料', null)
            """, new { account });
        var (_, all) = await service.GetAsync($"/accounts/transactions?accountId={account}&dateFrom=2026-11-01", access);
        Assert.Equal(
            """[{"transactionDate":"2026-11-02","valueDate":"2026-11-02","transactionType":"1","amount":"120000","remarks":"振込","balance":"120000","itemKey":"20261102-1000"},"""
            + """{"transactionDate":"2026-11-02","valueDate":"2026-11-02","transactionType":"2","amount":"500","remarks":"手数料","balance":"119500","itemKey":"20261102-2000"}]""",
            all.GetProperty("transactions").GetRawText());
        var (_, arrived) = await service.GetAsync($"/accounts/deposit-transactions?accountId={account}&dateFrom=2026-11-01", access);
        Assert.Equal("ｱｵﾊﾞｼﾖｳｼﾞ", Assert.Single(arrived.GetProperty("transactions").EnumerateArray()).GetProperty("remitterName").GetString());
        var (_, balances) = await service.GetAsync($"/accounts/balances?accountId={account}", access);
        var balance = Assert.Single(balances.GetProperty("balances").EnumerateArray());
        Assert.Equal(("119500", "0"), (balance.GetProperty("balance").GetString(), balance.GetProperty("previousMonthBalance").GetString()));
    }

    [Fact]
    public async Task A_link_with_a_first_day_reads_nothing_before_it()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        var (access, account) = await LinkedAsync(bank, service, """[{"type":"transactions","dateFrom":"2026-11-02"}]""");
        await bank.ExecuteAsync("""
            insert into statement_line (bank_code, account_key, booked_on, place, value_on, amount, balance, kind, description) values
              ('9972', @account, '2026-11-01', 1000, '2026-11-01', 1, 1, 10, 'before'), ('9972', @account, '2026-11-02', 1000, '2026-11-02', 1, 2, 10, 'after')
            """, new { account });
        foreach (var query in (string[])["", "&dateFrom=2026-10-01", "&dateFrom=2026-10-01&dateTo=2026-11-01", "&nextItemKey=20260101-1"])
        {
            var (status, page) = await service.GetAsync($"/accounts/transactions?accountId={account}{query}", access);
            Assert.Equal(200, status);
            Assert.DoesNotContain("before", page.GetRawText(), StringComparison.Ordinal);
        }
        Assert.Equal("api-scope-missing", (await service.GetAsync("/accounts", access)).Code());
    }

    [Fact]
    public async Task What_is_not_of_the_link_or_not_right_is_refused()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        var (access, account) = await LinkedAsync(bank, service, All);
        foreach (var (query, code) in ((string, string)[])[
            ("", "api-account-unknown"),
            ("?accountId=9972-001-1-0000000", "api-account-unknown"),
            ($"?accountId={account}&accountId={account}", "api-account-unknown"),
            ($"?accountId={account}&dateFrom=2026-11-31", "api-parameter-wrong"),
            ($"?accountId={account}&dateFrom=2026-11-03&dateTo=2026-11-01", "api-parameter-wrong"),
            ($"?accountId={account}&nextItemKey=x", "api-parameter-wrong")])
            Assert.Equal(code, (await service.GetAsync($"/accounts/transactions{query}", access)).Body.GetProperty("code").GetString());
        using var program = bank.PlainClient();
        var answer = await program.GetAsync(bank.Api($"/accounts?access_token={access}"), TestContext.Current.CancellationToken);
        Assert.Equal(401, (int)answer.StatusCode);
        Assert.Contains("\"access-token-missing\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(["Bearer", "DPoP algs=\"ES256 PS256\""], answer.Headers.WwwAuthenticate.Select(way => $"{way}"));
    }

    [Fact]
    public async Task A_link_that_calls_too_often_waits_for_the_next_minute()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        var (access, _) = await LinkedAsync(bank, service, All);
        await bank.ExecuteAsync("update api_usage set calls = @limit", new { limit = bank.Profile.ApiLink!.CallsPerMinute - 1 });
        Assert.Equal(200, (await service.GetAsync("/accounts", access)).Status);
        var refused = await service.GetAsync("/accounts", access);
        Assert.Equal((429, "api-too-many-calls"), (refused.Status, refused.Code()));
        bank.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(200, (await service.GetAsync("/accounts", access)).Status);
    }

    private static async Task<(string Access, string Account)> LinkedAsync(TestBank bank, LinkedService service, string details)
    {
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var tokens = await service.LinkAsync(browser, "minato03", request => request["authorization_details"] = details);
        var access = tokens.GetProperty("access_token").GetString()!;
        var account = tokens.GetProperty("authorization_details")[0].GetProperty("accounts")[0].GetString()!;
        _ = await service.GetAsync("/accounts", access);
        return (access, account);
    }
}
