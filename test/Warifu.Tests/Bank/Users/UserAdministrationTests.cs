using System.Net;
using System.Text.RegularExpressions;
using Warifu.Bank.SignIn;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Users;

/// <summary>利用者管理 by its pages (seed 003, BRSK001).</summary>
public sealed partial class UserAdministrationTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_user_gets_first_passwords_once_and_they_are_his()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var master = await bank.SignedInAsync("minato01");
        await AddAsync(bank, master, "minato04", "general", "general.inquire-statements");
        Assert.Equal(HttpStatusCode.OK, master.Status);
        var (login, confirmation) = (master.Text(".paper .login"), master.Text(".paper .confirmation"));
        Assert.NotEqual(login, confirmation);
        var passwords = bank.Get<Passwords>();
        var kept = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<(string Login, string Confirmation, bool Given, string Seq)>(
            "select login_password_hash, confirmation_password_hash, login_password_given, user_seq from customer_user where login_id = 'minato04'"), Cancel);
        Assert.True(passwords.Matches(kept.Login, login) && passwords.Matches(kept.Confirmation, confirmation));
        Assert.Equal((true, "A004"), (kept.Given, kept.Seq));
        Assert.Contains("user-added", await bank.ActsAsync());

        using var his = bank.Browser(await bank.CertificateOfAsync("minato04"));
        await his.OpenAsync(bank.Cert("/sign-in"));
        await his.SubmitAsync("form.card", ("Password", login));
        Assert.Equal("/password", his.Address!.AbsolutePath);
    }

    [Fact]
    public async Task Where_the_bank_has_acquisition_passwords_a_new_user_gets_one_too()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { Certificate = profile.Certificate with { AcquisitionPassword = true } });
        using var master = await bank.SignedInAsync("minato01");
        await AddAsync(bank, master, "minato04", "general");
        var hash = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<string>("select acquisition_password_hash from customer_user where login_id = 'minato04'"), Cancel);
        Assert.True(bank.Get<Passwords>().Matches(hash, master.Text(".paper .acquisition")));
        Assert.Contains("0000420001", master.Text(".paper"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("minato03", "general", "login-id-taken")]
    [InlineData("min", "general", "login-id-unfit")]
    [InlineData("ｍinato04", "general", "login-id-unfit")]
    [InlineData("mіnato04", "general", "login-id-unfit")]
    [InlineData("minato04", "master", "mastership-only-handed-over")]
    [InlineData("minato04", "king", "user-kind-unknown")]
    public async Task What_cannot_be_a_new_user_is_refused_and_nothing_is_made(string loginId, string kind, string code)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var master = await bank.SignedInAsync("minato01");
        await AddAsync(bank, master, loginId, kind);
        Assert.Equal(code, master.Code);
        Assert.Equal(3, await CountAsync(bank));
        Assert.Equal(loginId, master.Page.QuerySelector("#LoginId")!.GetAttribute("value"));
    }

    [Theory]
    [InlineData("", "hikari@minato.example", "user-name-unfit")]
    [InlineData("新井 光", "hikari at minato", "user-mail-unfit")]
    public async Task A_name_or_an_address_that_is_none_is_refused(string name, string mail, string code)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var master = await bank.SignedInAsync("minato01");
        await master.OpenAsync(bank.Cert("/manage/users/add"));
        await master.SubmitAllAsync("form.card", [("LoginId", "minato04"), ("UserName", name), ("Kind", "general"), ("Mail", mail), ("Confirmation", "Confirm-0001")]);
        Assert.Equal(code, master.Code);
        Assert.Equal(3, await CountAsync(bank));
    }

    [Fact]
    public async Task Nobody_deletes_or_suspends_himself_and_who_is_suspended_is_no_successor()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var administrator = await bank.SignedInAsync("minato02");
        foreach (var act in (string[])["delete", "standing"])
        {
            await OpenAsync(bank, administrator, act, "minato02");
            Assert.Equal("user-is-yourself", administrator.Code);
        }

        await StandAsync(bank, administrator, "minato03", "Confirm-0002");
        using var master = await bank.SignedInAsync("minato01");
        await OpenAsync(bank, master, "hand-over", "minato03");
        Assert.Equal("successor-suspended", master.Code);
        Assert.Equal("master", (await KindsAsync(bank))[0]);
    }

    [Fact]
    public async Task Rights_are_narrowed_for_one_user_and_not_beyond_his_kind()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var user = await bank.SignedInAsync("minato02");
        using var master = await bank.SignedInAsync("minato01");
        await OpenAsync(bank, master, "change", "minato02");
        await master.SubmitAsync("form.card", ("UserName", "灘 さやか"), ("Kind", "administrator"), ("Grant", "administrator.inquire-statements"), ("Confirmation", "Confirm-0001"));
        Assert.Equal("利用者情報を変更しました。", master.Text(".done"));
        Assert.Equal("残高・明細照会", master.Text(".rights"));
        await user.OpenAsync(bank.Cert("/manage/users/list"));
        Assert.Equal("not-allowed", user.Code);

        await OpenAsync(bank, master, "change", "minato03");
        await master.SubmitAsync("form.card", ("UserName", "磯部 健"), ("Kind", "general"), ("Grant", "administrator.manage-users"), ("Confirmation", "Confirm-0001"));
        Assert.Equal("-", master.Text(".rights"));
    }

    [Fact]
    public async Task A_suspended_user_is_refused_at_the_next_request_and_his_old_session_stays_ended_when_he_is_resumed()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var user = await bank.SignedInAsync("minato03");
        using var administrator = await bank.SignedInAsync("minato02");
        await StandAsync(bank, administrator, "minato03", "Confirm-0002");
        Assert.Contains("利用停止中", administrator.Text(".state"), StringComparison.Ordinal);
        await user.OpenAsync(bank.Cert("/"));
        Assert.Equal("user-stopped", user.Code);
        await administrator.OpenAsync(bank.Cert("/manage/users/certificates"));
        Assert.Contains("利用停止中", administrator.Text("tr[data-login-id=minato03] .state"), StringComparison.Ordinal);

        bank.Time.Advance(TimeSpan.FromSeconds(31));
        await StandAsync(bank, administrator, "minato03", "Confirm-0002");
        Assert.Equal("停止を解除しました。", administrator.Text(".done"));
        await user.OpenAsync(bank.Cert("/"));
        Assert.Equal("/sign-in", user.Address!.AbsolutePath);
        await user.SubmitAsync("form.card", ("Password", "Login-0003"));
        Assert.Equal("/", user.Address!.AbsolutePath);
        Assert.Equal(["user-stopped", "user-resumed"], (await bank.ActsAsync()).Where(act => act.StartsWith("user-", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Without_the_mailed_password_nobody_is_suspended_and_a_wrong_one_costs_no_try_of_the_other()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var administrator = await bank.SignedInAsync("minato02");
        await OpenAsync(bank, administrator, "standing", "minato03");
        var mailed = await MailedAsync(bank, administrator);
        Assert.Contains("@minato.example", administrator.Text(".done"), StringComparison.Ordinal);
        await administrator.SubmitAsync("form.act", ("Confirmation", "Confirm-0002"), ("Mailed", "00000000"));
        Assert.Equal("wrong-mailed-password", administrator.Code);
        await administrator.SubmitAsync("form.act", ("Confirmation", "wrong"), ("Mailed", mailed));
        Assert.Equal("wrong-confirmation-password", administrator.Code);
        await administrator.SubmitAsync("form.act", ("Confirmation", "Confirm-0002"), ("Mailed", ""));
        Assert.Equal("wrong-mailed-password", administrator.Code);
        await OpenAsync(bank, administrator, "standing", "minato01");
        Assert.Equal("user-outranks-you", administrator.Code);
        Assert.DoesNotContain("user-stopped", await bank.ActsAsync());
        await OpenAsync(bank, administrator, "standing", "minato03");
        await administrator.SubmitAsync("form.act", ("Confirmation", "Confirm-0002"), ("Mailed", mailed));
        Assert.Contains("user-stopped", await bank.ActsAsync());
    }

    [Fact]
    public async Task Deleting_a_user_revokes_his_certificate_ends_his_session_and_keeps_his_login_ID()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var user = await bank.SignedInAsync("minato03");
        using var master = await bank.SignedInAsync("minato01");
        var id = await IdAsync(bank, "minato03");
        await OpenAsync(bank, master, "delete", "minato03");
        await master.SubmitAsync("form.card", ("Confirmation", "Confirm-0001"));
        Assert.Equal("/manage/users/list", master.Address!.AbsolutePath);
        Assert.Null(master.Page.QuerySelector("tr[data-login-id=minato03]"));
        await user.OpenAsync(bank.Cert("/"));
        Assert.Equal("certificate-revoked", user.Code);
        await master.OpenAsync(bank.Cert($"/manage/users/detail?user={id}"));
        Assert.Equal("user-not-there", master.Code);
        await AddAsync(bank, master, "minato03", "general");
        Assert.Equal("login-id-taken", master.Code);
        Assert.Equal(["certificate-revoked", "user-deleted"], (await bank.ActsAsync()).TakeLast(2));
        await Until.TrueAsync(() => Task.FromResult(bank.Authority.Revoked.Count == 1));
    }

    [Fact]
    public async Task The_master_is_changed_only_by_handing_over_and_then_the_old_one_manages_beside_the_new()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var administrator = await bank.SignedInAsync("minato02");
        foreach (var act in (string[])["change", "delete", "standing"])
        {
            await OpenAsync(bank, administrator, act, "minato01");
            Assert.Equal("user-outranks-you", administrator.Code);
        }
        await OpenAsync(bank, administrator, "hand-over", "minato03");
        Assert.Equal("not-the-master", administrator.Code);

        using var master = await bank.SignedInAsync("minato01");
        foreach (var act in (string[])["delete", "standing"])
        {
            await OpenAsync(bank, master, act, "minato01");
            Assert.Equal("master-needs-successor", master.Code);
        }
        await OpenAsync(bank, master, "change", "minato01");
        await master.SubmitAsync("form.card", ("Kind", "general"), ("Confirmation", "Confirm-0001"));
        Assert.Equal("master-needs-successor", master.Code);
        await OpenAsync(bank, master, "hand-over", "minato03");
        await master.SubmitAsync("form.card", ("Confirmation", "Confirm-0001"));
        Assert.Equal("マスター権限を引き継ぎました。", master.Text(".done"));
        Assert.Equal("administrator,administrator,master", string.Join(',', await KindsAsync(bank)));
        await OpenAsync(bank, master, "hand-over", "minato02");
        Assert.Equal("not-the-master", master.Code);
    }

    [Fact]
    public async Task A_wrong_confirmation_password_changes_nothing_and_three_lock_it_while_sign_in_stays_open()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var master = await bank.SignedInAsync("minato01");
        for (var n = 0; n < 3; n++)
        {
            await AddWithAsync(bank, master, "minato04", "general", "Login-0001");
            Assert.Equal((HttpStatusCode.Forbidden, "wrong-confirmation-password"), (master.Status, master.Code));
        }
        await AddAsync(bank, master, "minato04", "general");
        Assert.Equal("confirmation-locked", master.Code);
        Assert.Equal(3, await CountAsync(bank));
        using var again = await bank.SignedInAsync("minato01");
        Assert.Null(again.Code);
    }

    [Fact]
    public async Task Of_two_who_suspend_each_other_at_once_one_stays()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var master = await bank.SignedInAsync("minato01");
        await AddAsync(bank, master, "minato04", "administrator", "administrator.inquire-statements", "administrator.manage-users", "administrator.revoke-certificates");
        var confirmation = master.Text(".paper .confirmation");
        await bank.ExecuteAsync("update customer_user set mail_address = 'hikaru@minato.example', login_password_given = false, login_password_hash = (select login_password_hash from customer_user where login_id = 'minato02') where login_id = 'minato04'");
        using var one = await bank.SignedInAsync("minato02");
        using var other = bank.Browser(await bank.CertificateOfAsync("minato04"));
        await other.OpenAsync(bank.Cert("/sign-in"));
        await other.SubmitAsync("form.card", ("Password", "Login-0002"));
        await OpenAsync(bank, one, "standing", "minato04");
        var ones = await MailedAsync(bank, one);
        bank.Time.Advance(TimeSpan.FromSeconds(1));
        await OpenAsync(bank, other, "standing", "minato02");
        var others = await MailedAsync(bank, other);
        await Task.WhenAll(
            one.SubmitAsync("form.act", ("Confirmation", "Confirm-0002"), ("Mailed", ones)),
            other.SubmitAsync("form.act", ("Confirmation", confirmation), ("Mailed", others)));
        Assert.Equal(1, await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>("select count(*)::int from customer_user where standing = 'stopped'"), Cancel));
    }

    [Fact]
    public async Task Another_companys_users_are_not_there()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var other = TestBank.Minato with { Id = "0000420002", Users = [.. TestBank.Minato.Users.Select(user => user with { LoginId = "x" + user.LoginId })], Accounts = [] };
        Assert.Null((await bank.Operations.MakeContractAsync(new("9972"), other, TestBank.Passwords.ToDictionary(pair => "x" + pair.Key, pair => pair.Value), Cancel)).Refusal);
        using var master = await bank.SignedInAsync("minato01");
        foreach (var act in (string[])["detail", "change", "delete", "standing", "hand-over"])
        {
            await OpenAsync(bank, master, act, "xminato03");
            Assert.Equal("user-not-there", master.Code);
        }
    }

    private static async Task AddAsync(TestBank bank, TestBrowser browser, string loginId, string kind, params string[] grants) =>
        await AddWithAsync(bank, browser, loginId, kind, "Confirm-0001", grants);

    private static async Task AddWithAsync(TestBank bank, TestBrowser browser, string loginId, string kind, string confirmation, params string[] grants)
    {
        await browser.OpenAsync(bank.Cert("/manage/users/add"));
        await browser.SubmitAllAsync("form.card",
            [("LoginId", loginId), ("UserName", "新井 光"), ("Kind", kind), .. grants.Select(grant => ("Grant", grant)), ("Confirmation", confirmation)]);
    }

    private static async Task OpenAsync(TestBank bank, TestBrowser browser, string act, string loginId) =>
        await browser.OpenAsync(bank.Cert($"/manage/users/{act}?user={await IdAsync(bank, loginId)}"));

    private static Task<Guid> IdAsync(TestBank bank, string loginId) => bank.Database.InTenantAsync(TestBank.Code, work =>
        work.SingleAsync<Guid>("select user_id from customer_user where login_id = @loginId", new { loginId }), Cancel);

    private static async Task StandAsync(TestBank bank, TestBrowser browser, string loginId, string confirmation)
    {
        await OpenAsync(bank, browser, "standing", loginId);
        await browser.SubmitAsync("form.act", ("Confirmation", confirmation), ("Mailed", await MailedAsync(bank, browser)));
    }

    private static async Task<string> MailedAsync(TestBank bank, TestBrowser browser)
    {
        await browser.SubmitAsync("form.send");
        Assert.Null(browser.Code);
        return Digits().Match((await bank.LettersAsync())[^1].Text).Result("$1$2");
    }

    private static Task<int> CountAsync(TestBank bank) => bank.Database.InTenantAsync(TestBank.Code, work =>
        work.SingleAsync<int>("select count(*)::int from customer_user"), Cancel);

    private static Task<IReadOnlyList<string>> KindsAsync(TestBank bank) => bank.Database.InTenantAsync(TestBank.Code, work =>
        work.QueryAsync<string>("select kind from customer_user order by login_id"), Cancel);

    [GeneratedRegex("パスワード: ([0-9]{4}) ([0-9]{4})")]
    private static partial Regex Digits();
}
