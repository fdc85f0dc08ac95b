using Warifu.Bank.History;
using Warifu.Tests.Bank.Consents;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.OpenApi;

/// <summary>Calls that come at the same time share reads and commits, and each is counted, written and refused as if it came alone.</summary>
public sealed class CallsAtOnceTests(TestCluster cluster)
{
    private const int Calls = 40;

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_that_was_answered_is_in_the_history_and_one_that_cannot_be_written_is_not_answered_and_holds_up_no_other()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        var (good, other, poisoned) = (await LinkAsync(bank, service), await LinkAsync(bank, service), await LinkAsync(bank, service));
        await bank.AsOwnerAsync($"""
            create function poisoned() returns trigger language plpgsql as $$
            begin
              if new.act = 'link-used' and new.detail like '%{poisoned.Grant}' then raise 'poisoned'; end if;
              return new;
            end $$;
            create trigger poisoned before insert on history for each row execute function poisoned();
            """);
        var answers = await Task.WhenAll(Enumerable.Range(0, Calls * 3).Select(async at =>
        {
            var (access, grant) = (at % 3) switch { 0 => good, 1 => other, _ => poisoned };
            return (grant, (await service.GetAsync(at % 2 == 0 ? "/accounts" : $"/grants/{grant}", access)).Status);
        }));
        Assert.Equal(
            [(good.Grant, 200, Calls), (other.Grant, 200, Calls), (poisoned.Grant, 500, Calls)],
            answers.GroupBy(answer => answer).Select(same => (same.Key.grant, same.Key.Status, same.Count())).OrderBy(same => Array.IndexOf([good.Grant, other.Grant, poisoned.Grant], same.grant)));
        Assert.Equal([(good.Grant, Calls), (other.Grant, Calls)], (await UsedAsync(bank)).OrderBy(link => link.Grant == other.Grant));
        Assert.Null((await bank.Database.InTenantAsync(TestBank.Code, async work =>
        {
            await HistoryChain.ExtendAsync(work);
            return await HistoryChain.VerifyAsync(work, earlier: null);
        }, Cancel)).Refusal);
    }

    [Fact]
    public async Task Exactly_as_many_as_are_left_in_the_minute_are_let_in_and_written()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        var (access, grant) = await LinkAsync(bank, service);
        Assert.Equal(200, (await service.GetAsync("/accounts", access)).Status);
        await bank.ExecuteAsync("update api_usage set calls = @before", new { before = bank.Profile.ApiLink!.CallsPerMinute - 7 });
        var answers = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => service.GetAsync("/accounts", access)));
        Assert.Equal((7, Calls - 7), (answers.Count(answer => answer.Status == 200), answers.Count(answer => answer.Status == 429)));
        Assert.Equal([(grant, 8)], await UsedAsync(bank));
    }

    [Fact]
    public async Task A_link_that_is_withdrawn_among_them_is_refused_from_the_next_on()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        var (ending, staying) = (await LinkAsync(bank, service), await LinkAsync(bank, service));
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var others = Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!leaving.IsCancellationRequested)
                Assert.NotEqual(401, (await service.GetAsync("/accounts", staying.Access)).Status);
        }, Cancel)).ToList();
        Assert.Equal(200, (await service.GetAsync("/accounts", ending.Access)).Status);
        await bank.ExecuteAsync("update api_grant set ended_at = @now, end_reason = 'withdrawn' where grant_id = @Grant", new { now = bank.Time.GetUtcNow(), Grant = Guid.Parse(ending.Grant) });
        var refused = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => service.GetAsync("/accounts", ending.Access)));
        await leaving.CancelAsync();
        await Task.WhenAll(others);
        Assert.All(refused, answer => Assert.Equal(401, answer.Status));
    }

    private static async Task<(string Access, string Grant)> LinkAsync(TestBank bank, LinkedService service)
    {
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var tokens = await service.LinkAsync(browser, "minato03", request => request["authorization_details"] = """[{"type":"accounts"}]""");
        return (tokens.GetProperty("access_token").GetString()!, tokens.GetProperty("grant_id").GetString()!);
    }

    private static Task<IReadOnlyList<(string Grant, int Calls)>> UsedAsync(TestBank bank) => bank.Database.InTenantAsync(TestBank.Code, work => work.QueryAsync<(string, int)>(
        "select split_part(detail, ' ', 3), count(*)::int from history where act = 'link-used' group by 1"), Cancel);
}
