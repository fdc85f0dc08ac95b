using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Warifu.Bank.Certificates;
using Warifu.Postgres.Jobs;
using Warifu.Tests.Postgres;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Bank.Certificates;

public sealed class RevocationTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_administrator_revokes_and_the_open_session_is_refused_at_its_next_request()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var user = await bank.SignedInAsync("minato03");
        using var administrator = await bank.SignedInAsync("minato02");
        await administrator.FollowAsync("nav.menu a[href='/manage']");
        Assert.Equal("BSSK001", administrator.Text(".screen"));
        await administrator.FollowAsync("a[href='/manage/users']");
        Assert.Equal("BRSK001", administrator.Text(".screen"));
        await administrator.FollowAsync("a[href='/manage/users/certificates']");
        Assert.Equal("BRSK018", administrator.Text(".screen"));
        await ChooseAsync(administrator, "minato03");
        Assert.Equal("BRSK019", administrator.Text(".screen"));
        Assert.Null(await PageRefusalAsync(user, bank));
        await administrator.SubmitAsync("form.card", ("Confirmation", "Confirm-0002"));
        Assert.Equal(("BRSK020", "失効済み"), (administrator.Text(".screen"), administrator.Text(".state")));
        Assert.Equal("certificate-revoked", await PageRefusalAsync(user, bank));
        Assert.Equal("certificate-revoked", await PageRefusalAsync(user, bank, "/sign-in"));
        Assert.Contains("certificate-revoked", await bank.ActsAsync());
    }

    [Fact]
    public async Task The_list_shows_every_state_with_its_words_and_the_end_only_while_it_stands()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.CertificateOfAsync("minato03");
        using var master = await bank.SignedInAsync("minato01");
        await master.OpenAsync(bank.Cert("/manage/users/certificates"));
        Assert.Equal(["minato01", "minato02", "minato03"], LoginIds(master));
        Assert.Equal("発行済み 未発行 発行済み", master.Text(".state"));
        Assert.StartsWith("-", master.Text("tr[data-login-id=minato02] td:last-child"), StringComparison.Ordinal);
        bank.Time.Advance(TimeSpan.FromDays(326));
        using var later = await bank.SignedInAsync("minato02");
        await later.OpenAsync(bank.Cert("/manage/users/certificates?sort=login-id&order=desc"));
        Assert.Equal(["minato03", "minato02", "minato01"], LoginIds(later));
        Assert.Equal("更新可 発行済み 更新可", later.Text(".state"));
        bank.Time.Advance(TimeSpan.FromDays(39));
        using var last = await bank.SignedInAsync("minato02", await bank.CertificateOfAsync("minato02"));
        await last.OpenAsync(bank.Cert("/manage/users/certificates"));
        Assert.Equal("有効期限切れ 発行済み 有効期限切れ", last.Text(".state"));
    }

    [Theory]
    [InlineData("name", "asc", "港 大樹, 灘 さやか, 磯部 健")]
    [InlineData("name", "desc", "磯部 健, 灘 さやか, 港 大樹")]
    [InlineData("kind", "asc", "港 大樹, 灘 さやか, 磯部 健")]
    [InlineData("state", "asc", "灘 さやか, 港 大樹, 磯部 健")]
    [InlineData("expiry", "desc", "灘 さやか, 港 大樹, 磯部 健")]
    [InlineData("no-such-column", "asc", "港 大樹, 灘 さやか, 磯部 健")]
    public async Task The_list_is_shown_again_in_the_order_that_is_asked_for(string sort, string order, string names)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.CertificateOfAsync("minato03");
        bank.Time.Advance(TimeSpan.FromDays(1));
        using var master = await bank.SignedInAsync("minato01");
        await master.OpenAsync(bank.Cert("/manage/users/certificates"));
        await master.SubmitAsync("form.row", ("sort", sort), ("order", order));
        Assert.Equal(names, string.Join(", ", master.Page.QuerySelectorAll("tr[data-login-id] td:nth-child(3)").Select(cell => cell.TextContent.Trim())));
    }

    [Fact]
    public async Task A_suspended_user_is_marked_beside_the_state_of_his_certificate()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.CertificateOfAsync("minato03");
        await bank.ExecuteAsync("update customer_user set standing = 'stopped' where login_id = 'minato03'");
        using var master = await bank.SignedInAsync("minato01");
        await master.OpenAsync(bank.Cert("/manage/users/certificates"));
        Assert.Equal("発行済み 利用停止中", master.Text("tr[data-login-id=minato03] .state"));
    }

    [Fact]
    public async Task A_user_whose_profile_lets_him_revokes_his_own_and_sees_the_result_as_the_session_ends()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with
        {
            UserKinds = [.. profile.UserKinds.Select(kind => kind.Id == "general" ? kind with { Rights = [.. kind.Rights, Warifu.Bank.Profiles.Right.RevokeOwnCertificate] } : kind)],
        });
        using var user = await bank.SignedInAsync("minato03");
        await user.FollowAsync(".person a[href='/certificate']");
        await user.FollowAsync("a[href^='/manage/users/certificates/confirm']");
        await user.SubmitAsync("form.card", ("Confirmation", "Confirm-0003"));
        Assert.Equal(("BRSK020", "失効済み"), (user.Text(".screen"), user.Text(".state")));
        Assert.Equal("certificate-revoked", await PageRefusalAsync(user, bank, "/sign-in"));
        Assert.Contains("certificate-revoked", await bank.ActsAsync());
    }

    [Fact]
    public async Task Who_has_no_right_to_it_is_not_offered_his_own_and_is_refused()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var user = await bank.SignedInAsync("minato03");
        await user.OpenAsync(bank.Cert("/certificate"));
        Assert.Null(user.Page.QuerySelector("a[href^='/manage/users/certificates/confirm']"));
        var own = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<Guid>("select user_id from customer_user where login_id = 'minato03'"), Cancel);
        Assert.Equal("not-allowed", await PageRefusalAsync(user, bank, $"/manage/users/certificates/confirm?user={own}"));
    }

    [Fact]
    public async Task A_wrong_confirmation_password_revokes_nothing_and_three_lock_it()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.CertificateOfAsync("minato03");
        using var administrator = await bank.SignedInAsync("minato02");
        await administrator.OpenAsync(bank.Cert("/manage/users/certificates"));
        await ChooseAsync(administrator, "minato03");
        for (var n = 0; n < 3; n++)
        {
            await administrator.SubmitAsync("form.card", ("Confirmation", "Login-0002"));
            Assert.Equal((HttpStatusCode.Forbidden, "wrong-confirmation-password"), (administrator.Status, administrator.Code));
        }
        await administrator.SubmitAsync("form.card", ("Confirmation", "Confirm-0002"));
        Assert.Equal("confirmation-locked", administrator.Code);
        Assert.DoesNotContain("certificate-revoked", await bank.ActsAsync());
    }

    [Fact]
    public async Task The_master_users_certificate_is_left_to_the_branch()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.CertificateOfAsync("minato01");
        using var administrator = await bank.SignedInAsync("minato02");
        await administrator.OpenAsync(bank.Cert("/manage/users/certificates"));
        var radio = administrator.Page.QuerySelector("#user-minato01")!;
        Assert.True(radio.HasAttribute("disabled"));
        await administrator.OpenAsync(bank.Cert($"/manage/users/certificates/confirm?user={radio.GetAttribute("value")}"));
        Assert.Equal("revoked-by-staff-only", administrator.Code);
        Assert.NotNull((await bank.Operations.RevokeCertificateAsync(new("9972"), "minato01", RevocationReason.KeyCompromise, Cancel)).Value);
        Assert.Equal("nothing-to-revoke", (await bank.Operations.RevokeCertificateAsync(new("9972"), "minato01", RevocationReason.KeyCompromise, Cancel)).Refusal!.Code);
    }

    [Fact]
    public async Task Another_companys_user_cannot_be_revoked()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var other = TestBank.Minato with { Id = "0000420002", Users = [.. TestBank.Minato.Users.Select(user => user with { LoginId = "x" + user.LoginId })], Accounts = [] };
        var passwords = TestBank.Passwords.ToDictionary(pair => "x" + pair.Key, pair => pair.Value);
        Assert.Null((await bank.Operations.MakeContractAsync(new("9972"), other, passwords, Cancel)).Refusal);
        await bank.CertificateOfAsync("xminato03");
        var user = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<Guid>("select user_id from customer_user where login_id = 'xminato03'"), Cancel);
        using var administrator = await bank.SignedInAsync("minato02");
        await administrator.OpenAsync(bank.Cert($"/manage/users/certificates/confirm?user={user}"));
        Assert.Equal("not-allowed", administrator.Code);
        await administrator.OpenAsync(bank.Cert($"/manage/users/certificates/revoked?user={user}"));
        Assert.Equal("not-allowed", administrator.Code);
    }

    [Fact]
    public async Task The_Authority_is_told_again_and_again_until_it_has_acknowledged()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.StopAsync();
        using var certificate = await bank.CertificateOfAsync("minato03");
        var serial = (await bank.Operations.RevokeCertificateAsync(new("9972"), "minato03", RevocationReason.KeyCompromise, Cancel)).Value;
        using var runner = new JobRunner(bank.Database, bank.Get<Wakeup>(), bank.Get<IEnumerable<IJobHandler>>(), NullLogger<JobRunner>.Instance);
        bank.Authority.Lost = new HttpRequestException("lost");
        Assert.True(await runner.DoNextAsync(Cancel));
        Assert.Null(await AcknowledgedAsync(bank));
        bank.Authority.Lost = null;
        bank.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.True(await runner.DoNextAsync(Cancel));
        Assert.Equal(RevocationReason.KeyCompromise, bank.Authority.Revoked[serial.Hex]);
        Assert.NotNull(await AcknowledgedAsync(bank));
        Assert.False(await runner.DoNextAsync(Cancel));
    }

    [Theory]
    [InlineData(null, 0, "NotIssued")]
    [InlineData("active", 41, "Issued")]
    [InlineData("active", 40, "Renewable")]
    [InlineData("active", 0, "Renewable")]
    [InlineData("active", -1, "Expired")]
    [InlineData("suspended", 41, "Suspended")]
    [InlineData("suspended", -1, "Expired")]
    [InlineData("revoked", 41, "Revoked")]
    public void A_state_follows_from_the_register_and_the_day(string? registered, int daysLeft, string state)
    {
        var now = new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
        var found = CertificateStates.Of(registered, registered is null ? null : now.AddDays(daysLeft), now, TimeSpan.FromDays(40));
        Assert.Equal(state, $"{found}");
    }

    private static IEnumerable<string?> LoginIds(TestBrowser browser) =>
        browser.Page.QuerySelectorAll("tr[data-login-id]").Select(row => row.GetAttribute("data-login-id"));

    private static async Task ChooseAsync(TestBrowser browser, string loginId) =>
        await browser.SubmitAsync("form.revoking", ("user", browser.Page.QuerySelector($"#user-{loginId}")!.GetAttribute("value")!));

    private static async Task<string?> PageRefusalAsync(TestBrowser browser, TestBank bank, string path = "/")
    {
        await browser.OpenAsync(bank.Cert(path));
        return browser.Code;
    }

    private static Task<string?> AcknowledgedAsync(TestBank bank) => bank.Database.InTenantAsync(TestBank.Code, work =>
        work.SingleOrDefaultAsync<string>("select acknowledged_at::text from certificate where acknowledged_at is not null"), Cancel);
}
