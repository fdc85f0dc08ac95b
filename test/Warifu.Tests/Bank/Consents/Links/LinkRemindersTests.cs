using Warifu.Bank.Consents.Links;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents.Links;

public sealed class LinkRemindersTests(TestCluster cluster)
{
    [Fact]
    public async Task Thirty_and_seven_days_before_its_end_a_user_is_told_once_however_many_nodes_look()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var grant = (await service.LinkAsync(browser, "minato03")).GetProperty("grant_id").GetString()!;
        var told = new List<int>();
        for (var day = 0; day < 180; day++, bank.Time.Advance(TimeSpan.FromDays(1)))
            if ((await Task.WhenAll(LookAsync(bank), LookAsync(bank), LookAsync(bank))).Sum() is > 0 and var count)
                told.AddRange(Enumerable.Repeat(180 - day, count));
        Assert.Equal([30, 7], told);
        Assert.Equal(2, (await bank.LettersAsync()).Count(letter => letter.Subject.Contains("まもなく", StringComparison.Ordinal)));
        Assert.Equal(0, await LookAsync(bank));

        // One that goes on is told of its new end; one that was down for weeks tells once.
        await bank.ExecuteAsync("update api_grant set ends_at = @ends where grant_id = @grant::uuid", new { ends = bank.Time.GetUtcNow().AddDays(5), grant });
        Assert.Equal(1, await LookAsync(bank));
        Assert.Equal(0, await LookAsync(bank));
    }

    [Fact]
    public async Task Of_a_link_that_was_withdrawn_nobody_is_told()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await service.LinkAsync(browser, "minato03");
        await bank.ExecuteAsync("update api_grant set ended_at = @now, end_reason = 'withdrawn'", new { now = bank.Time.GetUtcNow() });
        bank.Time.Advance(TimeSpan.FromDays(175));
        Assert.Equal(0, await LookAsync(bank));
    }

    private static Task<int> LookAsync(TestBank bank) => bank.SweepAsync<LinkReminders>();
}
