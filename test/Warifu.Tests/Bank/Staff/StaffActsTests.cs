using Warifu.Bank.SignIn;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Staff;

/// <summary>What staff do for customers on paper forms, asked for by one and approved by the other.</summary>
public sealed class StaffActsTests(TestCluster cluster)
{
    private const string Account = "&contract=0000420001&account=9972-001-1-1234567";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_locked_user_is_unlocked_and_the_customer_sees_that_it_was_the_bank()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var locked = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await locked.OpenAsync(bank.Cert("/sign-in"));
        for (var n = 0; n < 3; n++)
            await locked.SubmitAsync("form.card", ("Password", "wrong"));
        await locked.OpenAsync(bank.Cert("/sign-in"));
        await locked.SubmitAsync("form.card", ("Password", "Login-0003"));
        Assert.Equal("sign-in-locked", locked.Code);

        using var one = await Colleague.OfAsync(bank, "S0101");
        using var other = await Colleague.OfAsync(bank, "S0102");
        await one.OpenAsync("/contracts?q=minato03");
        await one.Browser.FollowAsync("ul.entries a");
        Assert.Equal("電子証明書ログイン", one.Browser.Text("section[data-login-id=minato03] .locks .state"));
        await DoAsync(bank, one, other, "unlock", await FourEyesTests.TargetAsync(bank, "minato03"));
        await locked.OpenAsync(bank.Cert("/sign-in"));
        await locked.SubmitAsync("form.card", ("Password", "Login-0003"));
        Assert.Equal("/", locked.Address!.AbsolutePath);

        using var master = await bank.SignedInAsync("minato01");
        await master.OpenAsync(bank.Cert("/manage/history"));
        Assert.Contains("ロック解除 minato03 届-2026-0815", master.Text("tr[data-act=staff-approved]"), StringComparison.Ordinal);
        Assert.Equal(["staff"], master.Page.QuerySelectorAll("tr[data-act^=staff] td:nth-child(2), tr[data-act=unlocked] td:nth-child(2)").Select(cell => cell.TextContent).Distinct());
        Assert.DoesNotContain("S010", master.Text("table.history"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("reset-login-password", "login_password_hash")]
    [InlineData("reset-confirmation-password", "confirmation_password_hash")]
    public async Task A_new_password_is_shown_once_to_be_printed_and_is_the_users(string act, string column)
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var user = await bank.SignedInAsync("minato03");
        using var one = await Colleague.OfAsync(bank, "S0101");
        using var other = await Colleague.OfAsync(bank, "S0102");
        var request = await DoAsync(bank, one, other, act, await FourEyesTests.TargetAsync(bank, "minato03"));
        var secret = other.Browser.Text(".paper .secret");
        var hash = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<string>($"select {column} from customer_user where login_id = 'minato03'"), Cancel);
        Assert.True(bank.Get<Passwords>().Matches(hash, secret));
        await other.OpenAsync(request);
        Assert.Null(other.Browser.Page.QuerySelector(".paper"));
        await user.OpenAsync(bank.Cert("/"));
        Assert.Equal(act == "reset-login-password" ? "/sign-in" : "/", user.Address!.AbsolutePath);
    }

    [Fact]
    public async Task Where_the_bank_has_acquisition_passwords_a_new_PC_brings_a_new_one()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { Certificate = profile.Certificate with { AcquisitionPassword = true } });
        using var user = await bank.SignedInAsync("minato01");
        using var one = await Colleague.OfAsync(bank, "S0101");
        using var other = await Colleague.OfAsync(bank, "S0102");
        await DoAsync(bank, one, other, "revoke-and-reissue", await FourEyesTests.TargetAsync(bank, "minato01"));
        var first = other.Browser.Text(".paper .secret");
        await user.OpenAsync(bank.Cert("/"));
        Assert.Equal("certificate-revoked", user.Code);
        await DoAsync(bank, one, other, "reset-acquisition-password", await FourEyesTests.TargetAsync(bank, "minato01"));
        var second = other.Browser.Text(".paper .secret");
        var hash = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<string>("select acquisition_password_hash from customer_user where login_id = 'minato01'"), Cancel);
        Assert.Equal((true, false), (bank.Get<Passwords>().Matches(hash, second), bank.Get<Passwords>().Matches(hash, first)));
    }

    [Fact]
    public async Task A_filed_PIN_is_typed_by_both_and_kept_as_a_hash_of_that_account_alone()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        using var other = await Colleague.OfAsync(bank, "S0102");
        await one.AskAsync("file-inquiry-pin", Account, ("Pin", "12a4"));
        Assert.Equal("inquiry-pin-unfit", one.Browser.Code);
        var request = await one.AskAsync("file-inquiry-pin", Account, ("Pin", "1204"));
        await other.DecideAsync(request, "Approve", ("Pin", "1205"));
        Assert.Equal("inquiry-pin-differs", other.Browser.Code);
        await other.DecideAsync(request, "Approve", ("Pin", "1204"));
        Assert.Equal("承認済み", other.Browser.Text(".state"));
        var kept = await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<byte[]>("select pin_hash from inquiry_pin"), Cancel);
        Assert.Equal(bank.Settings.Key.Hash("inquiry-pin", "9972", "9972-001-1-1234567", "1204"), kept);
        Assert.NotEqual(bank.Settings.Key.Hash("inquiry-pin", "9972", "9972-001-2-7654321", "1204"), kept);
        await other.OpenAsync("/contracts/0000420001");
        Assert.StartsWith("登録済み", other.Browser.Text("tr[data-account='9972-001-1-1234567'] td:nth-child(2)"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_PIN_that_differed_three_times_is_guessed_no_further()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        using var other = await Colleague.OfAsync(bank, "S0102");
        var request = await one.AskAsync("file-inquiry-pin", Account, ("Pin", "1204"));
        foreach (var guess in (string[])["1201", "1202", "1203"])
        {
            await other.DecideAsync(request, "Approve", ("Pin", guess));
            Assert.Equal("inquiry-pin-differs", other.Browser.Code);
        }

        await other.DecideAsync(request, "Approve", ("Pin", "1204"));
        Assert.Equal("inquiry-pin-tries-over", other.Browser.Code);
        Assert.Equal(3, (await bank.ActsAsync()).Count(act => act == "staff-pin-differed"));
        await other.DecideAsync(request, "Reject");
        Assert.Equal("却下", other.Browser.Text(".state"));
    }

    [Fact]
    public async Task One_customer_is_told_what_no_other_sees()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        using var other = await Colleague.OfAsync(bank, "S0102");
        await DoAsync(bank, one, other, "tell-customer", "&contract=0000420001", ("Detail", "届出印をご確認ください。"), ("DetailEn", "Please check your seal."));
        using var user = await bank.SignedInAsync("minato03");
        await user.OpenAsync(bank.Cert("/"));
        Assert.Contains("届出印をご確認ください。", user.Text("main"), StringComparison.Ordinal);
        Assert.Equal("0000420001", await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<string?>("select contract_id from bank_notice"), Cancel));
    }

    [Fact]
    public async Task A_token_is_handed_out_once()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        using var other = await Colleague.OfAsync(bank, "S0102");
        await one.AskAsync("hand-out-token", await FourEyesTests.TargetAsync(bank, "minato02"), ("Detail", "A&B"));
        Assert.Equal("usb-token-serial-unfit", one.Browser.Code);
        await DoAsync(bank, one, other, "hand-out-token", await FourEyesTests.TargetAsync(bank, "minato02"), ("Detail", "TK-00012345"));
        await one.AskAsync("hand-out-token", await FourEyesTests.TargetAsync(bank, "minato03"), ("Detail", "TK-00012345"));
        Assert.Equal("usb-token-taken", one.Browser.Code);
        await one.OpenAsync("/contracts/0000420001");
        Assert.Contains("TK-00012345", one.Browser.Text("section[data-login-id=minato02]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_certificate_method_is_turned_off_and_on_for_all_users_of_a_contract()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var user = await bank.SignedInAsync("minato03");
        using var one = await Colleague.OfAsync(bank, "S0101");
        using var other = await Colleague.OfAsync(bank, "S0102");
        await one.AskAsync("certificate-method-on", "&contract=0000420001");
        Assert.Equal("contract-already-so", one.Browser.Code);
        await DoAsync(bank, one, other, "certificate-method-off", "&contract=0000420001");
        Assert.Equal(("id", (DateTimeOffset?)null), await MethodAsync(bank));
        await user.OpenAsync(bank.Cert("/"));
        Assert.NotEqual("/", user.Address!.AbsolutePath);
        await user.OpenAsync(bank.Cert("/sign-in"));
        await user.SubmitAsync("form.card", ("Password", "Login-0003"));
        Assert.Equal("contract-signs-in-by-id", user.Code);
        bank.Time.Advance(TimeSpan.FromMinutes(1));
        await DoAsync(bank, one, other, "certificate-method-on", "&contract=0000420001");
        Assert.Equal(("certificate", (DateTimeOffset?)bank.Time.GetUtcNow()), await MethodAsync(bank));
    }

    [Fact]
    public async Task A_lost_authenticator_app_is_removed_and_the_user_is_told()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        using var other = await Colleague.OfAsync(bank, "S0102");
        var target = await FourEyesTests.TargetAsync(bank, "minato03");
        await one.AskAsync("remove-authenticator", target);
        Assert.Equal("contract-already-so", one.Browser.Code);
        await bank.ExecuteAsync("insert into authenticator (bank_code, user_id, secret, registered_at) select '9972', user_id, '\\x00', made_at from customer_user where login_id = 'minato03'");
        await DoAsync(bank, one, other, "remove-authenticator", target);
        Assert.Contains("authenticator-removed", await bank.ActsAsync());
        Assert.Equal(0, await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>("select count(*)::int from authenticator where secret is not null"), Cancel));
    }

    [Fact]
    public async Task Where_a_bank_has_no_sign_in_by_ID_the_certificate_method_is_not_turned_off()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { SignIn = profile.SignIn with { ById = false } });
        using var one = await Colleague.OfAsync(bank, "S0101");
        await one.OpenAsync("/requests/new?act=certificate-method-off&contract=0000420001");
        Assert.Equal("staff-act-unknown", one.Browser.Code);
    }

    [Fact]
    public async Task A_notice_without_words_in_both_languages_is_not_asked_for()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        await one.AskAsync("show-notice", "", ("Detail", "年末年始の営業"), ("DetailEn", ""));
        Assert.Equal("bank-notice-unfit", one.Browser.Code);
        Assert.DoesNotContain("staff-requested", await bank.ActsAsync());
    }

    [Fact]
    public async Task Another_master_is_named_where_the_old_one_cannot()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        using var other = await Colleague.OfAsync(bank, "S0102");
        await one.AskAsync("name-master", await FourEyesTests.TargetAsync(bank, "minato01"));
        Assert.Equal("contract-already-so", one.Browser.Code);
        await DoAsync(bank, one, other, "name-master", await FourEyesTests.TargetAsync(bank, "minato03"));
        Assert.Equal(["administrator", "administrator", "master"], await bank.Database.InTenantAsync(TestBank.Code, work =>
            work.QueryAsync<string>("select kind from customer_user order by login_id"), Cancel));
    }

    [Fact]
    public async Task The_home_of_staff_says_when_the_authority_is_not_heard()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var one = await Colleague.OfAsync(bank, "S0101");
        await bank.StopAsync();
        Assert.DoesNotContain("認証局", one.Browser.Text(".alert"), StringComparison.Ordinal);
        await using var again = await TestBank.StartAsync(cluster);
        using var later = await Colleague.OfAsync(again, "S0101");
        await again.ExecuteAsync("update authority_stream set heard_at = heard_at - interval '2 minutes'");
        await later.OpenAsync("/");
        Assert.Contains("認証局", later.Browser.Text(".alert"), StringComparison.Ordinal);
    }

    private static async Task<string> DoAsync(TestBank bank, Colleague one, Colleague other, string act, string target, params (string, string)[] typed)
    {
        var request = await one.AskAsync(act, target, typed);
        Assert.Null(one.Browser.Code);
        Assert.Equal("承認待ち", one.Browser.Text(".state"));
        await other.DecideAsync(request, "Approve");
        Assert.Null(other.Browser.Code);
        Assert.Equal("staff-approved", (await bank.ActsAsync())[^1]);
        return request;
    }

    private static Task<(string, DateTimeOffset?)> MethodAsync(TestBank bank) => bank.Database.InTenantAsync(TestBank.Code, work =>
        work.SingleAsync<(string, DateTimeOffset?)>("select sign_in_method, certificate_method_since from contract"), Cancel);
}
