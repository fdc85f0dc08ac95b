using System.Net;
using Npgsql;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Staff;

/// <summary>One asks, another approves; never the same person, and once.</summary>
public sealed class FourEyesTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_happens_before_a_colleague_approves_and_nobody_approves_his_own()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        var request = await one.AskAsync("show-notice", "", ("Detail", "年末年始の休業のお知らせ"), ("DetailEn", "Closed over the new year"));
        Assert.Equal(0, await CountAsync(bank, "bank_notice"));
        Assert.Null(one.Browser.Page.QuerySelector("button.approve"));
        await one.Browser.SubmitToAsync("main form", "?handler=Approve");
        Assert.Equal((HttpStatusCode.Forbidden, "staff-request-own"), (one.Browser.Status, one.Browser.Code));
        await one.Browser.SubmitToAsync("main form", "?handler=Reject");
        Assert.Equal("staff-request-own", one.Browser.Code);

        using var other = await Colleague.OfAsync(bank, "S0102");
        await other.Browser.FollowAsync("table.requests a");
        await other.DecideAsync(request, "Approve");
        Assert.Equal("承認済み", other.Browser.Text(".state"));
        Assert.Equal(1, await CountAsync(bank, "bank_notice"));
        using var customer = await bank.SignedInAsync("minato03");
        Assert.Contains("年末年始の休業のお知らせ", customer.Text("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_many_decisions_at_once_one_counts()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        using var second = await Colleague.OfAsync(bank, "S0102");
        using var third = await Colleague.OfAsync(bank, "S0103");
        var request = await one.AskAsync("show-notice", "", ("Detail", "お知らせ"), ("DetailEn", "A notice"));
        await second.OpenAsync(request);
        await third.OpenAsync(request);
        await Task.WhenAll(
            one.Browser.SubmitToAsync("main form", "?handler=Approve"),
            second.Browser.SubmitToAsync("main form", "?handler=Approve"),
            third.Browser.SubmitToAsync("main form", "?handler=Reject"));
        Assert.Equal(1, (await bank.ActsAsync()).Count(act => act is "staff-approved" or "staff-rejected"));
        Assert.Contains(one.Browser.Code, (string[])["staff-request-own", "staff-request-decided"]);
        Assert.Contains("staff-request-decided", (string?[])[second.Browser.Code, third.Browser.Code]);
    }

    [Fact]
    public async Task The_database_itself_refuses_a_request_decided_by_who_made_it()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        await one.AskAsync("show-notice", "", ("Detail", "お知らせ"), ("DetailEn", "A notice"));
        var refused = await Assert.ThrowsAsync<PostgresException>(() => bank.ExecuteAsync("update staff_request set state = 'approved', decided_by = requested_by, decided_at = requested_at"));
        Assert.Equal(PostgresErrorCodes.CheckViolation, refused.SqlState);
    }

    [Fact]
    public async Task A_rejected_or_withdrawn_request_does_nothing_and_is_closed()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        using var other = await Colleague.OfAsync(bank, "S0102");
        var rejected = await one.AskAsync("show-notice", "", ("Detail", "一"), ("DetailEn", "one"));
        await other.DecideAsync(rejected, "Withdraw");
        Assert.Equal("staff-request-of-another", other.Browser.Code);
        await other.DecideAsync(rejected, "Reject");
        Assert.Equal("却下", other.Browser.Text(".state"));
        var withdrawn = await one.AskAsync("show-notice", "", ("Detail", "二"), ("DetailEn", "two"));
        await other.OpenAsync(withdrawn);
        await one.Browser.SubmitToAsync("main form", "?handler=Withdraw");
        Assert.Equal("取下げ", one.Browser.Text(".state"));
        await other.Browser.SubmitToAsync("main form", "?handler=Approve");
        Assert.Equal("staff-request-decided", other.Browser.Code);
        Assert.Equal(0, await CountAsync(bank, "bank_notice"));
        Assert.Equal(
            ["staff-requested", "staff-rejected", "staff-requested", "staff-withdrawn"],
            (await bank.ActsAsync()).Where(act => act.StartsWith("staff-re", StringComparison.Ordinal) || act == "staff-withdrawn"));
    }

    [Fact]
    public async Task Roles_decide_who_asks_and_who_approves()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var asks = await Colleague.OfAsync(bank, "S0101", approves: false);
        using var alsoAsks = await Colleague.OfAsync(bank, "S0102", approves: false);
        using var approves = await Colleague.OfAsync(bank, "S0103", asks: false);
        var request = await asks.AskAsync("show-notice", "", ("Detail", "お知らせ"), ("DetailEn", "A notice"));
        await alsoAsks.OpenAsync(request);
        Assert.Null(alsoAsks.Browser.Page.QuerySelector("main form"));
        await approves.OpenAsync("/requests/new?act=show-notice");
        Assert.Equal("staff-role-missing", approves.Browser.Code);
        await approves.OpenAsync(request);
        await bank.ExecuteAsync("update staff_person set roles = '{}' where staff_id = 'S0103'");
        await approves.Browser.SubmitToAsync("main form", "?handler=Approve");
        Assert.Equal("staff-role-missing", approves.Browser.Code);
    }

    [Theory]
    [InlineData("unlock", "staff-nothing-locked")]
    [InlineData("revoke-and-reissue", "nothing-to-revoke")]
    [InlineData("reset-acquisition-password", "staff-act-unknown")]
    [InlineData("open-the-vault", "staff-act-unknown")]
    public async Task What_makes_no_sense_or_is_not_done_at_this_bank_cannot_be_asked_for(string act, string code)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        await one.OpenAsync($"/requests/new?act={act}{await TargetAsync(bank, "minato03")}");
        if (one.Browser.Code is null)
            await one.Browser.SubmitAsync("form.card", ("Paper", "届-1"));
        Assert.Equal(code, one.Browser.Code);
        Assert.Equal(0, await CountAsync(bank, "staff_request"));
    }

    [Fact]
    public async Task Without_a_paper_form_or_for_a_user_of_another_contract_nothing_can_be_asked_for()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        var target = await TargetAsync(bank, "minato03");
        await one.OpenAsync($"/requests/new?act=reset-login-password{target}");
        await one.Browser.SubmitAsync("form.card", ("Paper", "  "));
        Assert.Equal("staff-paper-needed", one.Browser.Code);
        await one.OpenAsync($"/requests/new?act=reset-login-password{target.Replace("0000420001", "0000420009", StringComparison.Ordinal)}");
        Assert.Equal("staff-target-not-there", one.Browser.Code);
    }

    internal static async Task<string> TargetAsync(TestBank bank, string loginId) => $"&contract=0000420001&user={await bank.Database.InTenantAsync(
        TestBank.Code, work => work.SingleAsync<Guid>("select user_id from customer_user where login_id = @loginId", new { loginId }), Cancel)}";

    private static Task<int> CountAsync(TestBank bank, string table) => bank.Database.InTenantAsync(TestBank.Code, work =>
        work.SingleAsync<int>($"select count(*)::int from {table}"), Cancel);
}
