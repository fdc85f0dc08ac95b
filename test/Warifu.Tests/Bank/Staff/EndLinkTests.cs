using Warifu.Tests.Bank.Consents;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Staff;

/// <summary>A customer who cannot sign in has a link withdrawn on paper.</summary>
public sealed class EndLinkTests(TestCluster cluster)
{
    [Fact]
    public async Task Withdrawn_by_two_of_staff_a_link_is_refused_at_the_next_call_and_the_customer_is_told_by_whom_and_his_other_links_go_on()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var other = await LinkedService.RegisterAsync(bank, clientId: "kaikei");
        using var giver = bank.Browser(await bank.CertificateOfAsync("minato02"));
        var first = await service.LinkAsync(giver, "minato02");
        var access = first.Text("access_token");
        var kept = (await other.LinkAsync(giver, "minato02")).GetProperty("access_token").GetString()!;
        // He has given the same service a second one, of fewer scopes.
        var second = (await service.LinkAsync(giver, "minato02", request => request["authorization_details"] = """[{"type":"accounts"}]""")).GetProperty("access_token").GetString()!;
        using var asks = await Colleague.OfAsync(bank, "S0101");
        using var approves = await Colleague.OfAsync(bank, "S0102");
        await asks.OpenAsync("/contracts/0000420001");
        Assert.Equal(3, asks.Browser.Page.QuerySelectorAll("table.links a").Length);
        await asks.Browser.FollowAsync($"table.links tr[data-grant='{first.Text("grant_id")}'] a");
        Assert.Contains("入出金明細照会", asks.Browser.Text("form.card"), StringComparison.Ordinal);
        await asks.Browser.SubmitAsync("form.card", ("Paper", "届-2026-0815"));
        var request = asks.Browser.Address!.AbsolutePath;
        Assert.Equal(200, (await service.GetAsync("/accounts", access)).Status);
        await approves.OpenAsync(request);
        Assert.Contains("入出金明細照会", approves.Browser.Text("section.card"), StringComparison.Ordinal);
        await approves.DecideAsync(request, "Approve");
        Assert.Contains("承認され、実行されました", approves.Browser.Text(".done"), StringComparison.Ordinal);
        Assert.Equal(401, (await service.GetAsync("/accounts", access)).Status);
        Assert.Equal(200, (await other.GetAsync("/accounts", kept)).Status);
        Assert.Equal(200, (await service.GetAsync("/accounts", second)).Status);
        await asks.OpenAsync("/contracts/0000420001");
        Assert.Contains("書面のお申し出による解除", asks.Browser.Text("table.links"), StringComparison.Ordinal);
        Assert.Contains("家計ノート", (await bank.LettersAsync())[^1].Text, StringComparison.Ordinal);

        using var master = await bank.SignedInAsync("minato01");
        await master.OpenAsync(bank.Cert("/manage/links"));
        Assert.Contains("書面のお申し出による解除", master.Text("section.link"), StringComparison.Ordinal);
        await master.OpenAsync(bank.Cert("/manage/history"));
        Assert.Contains("kakeibo minato02", master.Text("tr[data-act=link-withdrawn]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_that_is_not_there_or_is_anothers_or_has_ended_is_not_asked_for()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var giver = bank.Browser(await bank.CertificateOfAsync("minato02"));
        var tokens = await service.LinkAsync(giver, "minato02");
        using var asks = await Colleague.OfAsync(bank, "S0101");
        foreach (var (user, link) in ((string, string)[])[("minato02", "kakeibo"), ("minato02", $"{Guid.NewGuid()}"), ("minato03", tokens.Text("grant_id"))])
        {
            await asks.AskAsync("end-links", await FourEyesTests.TargetAsync(bank, user), ("Detail", link));
            Assert.Equal("staff-link-not-there", asks.Browser.Code);
        }
        Assert.Equal(200, (await service.DeleteAsync($"/grants/{tokens.Text("grant_id")}", tokens.Text("access_token"))).Status);
        await asks.AskAsync("end-links", await FourEyesTests.TargetAsync(bank, "minato02"), ("Detail", tokens.Text("grant_id")));
        Assert.Equal("staff-link-not-there", asks.Browser.Code);
    }
}
