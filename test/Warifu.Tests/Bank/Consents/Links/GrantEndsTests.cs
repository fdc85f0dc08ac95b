using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents.Links;

/// <summary>How a link ends: why stands in its row and in the history, and its user is told, whoever ended it.</summary>
public sealed class GrantEndsTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task With_its_user_each_of_his_links_ends_and_no_other()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var another = await LinkedService.RegisterAsync(bank, clientId: "another");
        using var leaves = bank.Browser(await bank.CertificateOfAsync("minato03"));
        using var stays = bank.Browser(await bank.CertificateOfAsync("minato02"));
        var (his, hers) = (await service.LinkAsync(leaves, "minato03"), await service.LinkAsync(stays, "minato02"));
        await another.LinkAsync(leaves, "minato03");
        var told = await NoticesAsync(bank);
        using var master = await bank.SignedInAsync("minato01");
        var user = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<Guid>("select user_id from customer_user where login_id = 'minato03'"), Cancel);
        await master.OpenAsync(bank.Cert($"/manage/users/delete?user={user}"));
        await master.SubmitAsync("form.card", ("Confirmation", "Confirm-0001"));
        Assert.Equal("/manage/users/list", master.Address!.AbsolutePath);

        Assert.Equal("token-invalid", (await service.GetAsync("/accounts", his.Text("access_token"))).Code());
        Assert.Equal("grant-ended", (await service.RefreshAsync(his.Text("refresh_token"))).Code());
        Assert.Equal(200, (await service.GetAsync("/accounts", hers.Text("access_token"))).Status);
        Assert.Equal(["user-deleted", "user-deleted", null], await ReasonsAsync(bank));
        Assert.Equal(told + 2, await NoticesAsync(bank));
        var details = await bank.Database.InTenantAsync(TestBank.Code, work => work.QueryAsync<(string Who, string What)>(
            "select login_id, detail from history where act = 'link-withdrawn' order by history_id"), Cancel);
        Assert.Equal(2, details.Count);
        Assert.All(details, row => Assert.Matches("^minato01 (kakeibo|another) minato03 .* user-deleted$", $"{row.Who} {row.What}"));
    }

    [Fact]
    public async Task A_link_whose_only_code_came_twice_ends_and_its_user_is_told()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var code = (await service.ConsentAsync(browser, "minato03", await service.PushAsync()))["code"];
        await service.RedeemAsync(code);
        var told = await NoticesAsync(bank);
        Assert.Equal("code-used", (await service.RedeemAsync(code)).Code());
        Assert.Equal("code-used", (await service.RedeemAsync(code)).Code());
        Assert.Equal(["code-reused"], await ReasonsAsync(bank));
        Assert.Equal(told + 1, await NoticesAsync(bank));
        Assert.Single(await bank.LettersAsync(), letter => letter.Subject.Contains("API連携が解除されました: 家計ノート", StringComparison.Ordinal));
        Assert.Single(await bank.ActsAsync(), act => act == "link-withdrawn");
    }

    [Fact]
    public async Task A_link_that_had_tokens_before_the_code_that_came_twice_goes_on_with_those()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        var first = await service.LinkAsync(browser, "minato03");
        var code = (await service.ConsentAsync(browser, "minato03", await service.PushAsync(
            request => (request["grant_management_action"], request["grant_id"]) = ("replace", first.Text("grant_id")))))["code"];
        var (_, second) = await service.RedeemAsync(code);
        Assert.Equal("code-used", (await service.RedeemAsync(code)).Code());
        Assert.Equal("token-invalid", (await service.GetAsync("/accounts", second.Text("access_token"))).Code());
        Assert.Equal("refresh-token-unknown", (await service.RefreshAsync(second.Text("refresh_token"))).Code());
        Assert.Equal(200, (await service.RefreshAsync(first.Text("refresh_token"))).Status);
        Assert.Equal([null], await ReasonsAsync(bank));
    }

    [Fact]
    public async Task Withdrawn_and_given_back_are_told_apart()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await bank.SignedInAsync("minato03");
        var (one, other) = (await service.LinkAsync(browser, "minato03"), await service.LinkAsync(browser, "minato03"));
        await browser.OpenAsync(bank.Cert($"/manage/links/withdraw?grant={one.Text("grant_id")}"));
        await browser.SubmitAllAsync("form.card", [("grant", one.Text("grant_id"))]);
        await service.DeleteAsync($"/grants/{other.Text("grant_id")}", other.Text("access_token"));
        Assert.Equal(["withdrawn", "by-client"], await ReasonsAsync(bank));
    }

    private static Task<IReadOnlyList<string?>> ReasonsAsync(TestBank bank) => bank.Database.InTenantAsync(TestBank.Code, work =>
        work.QueryAsync<string?>("select end_reason from api_grant order by end_reason is null, end_reason desc, given_at"), Cancel);

    private static Task<int> NoticesAsync(TestBank bank) => bank.Database.InTenantAsync(TestBank.Code, work =>
        work.SingleAsync<int>("select count(*)::int from notice where kind = 'link-withdrawn'"), Cancel);
}
