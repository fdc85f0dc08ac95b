using System.Security.Cryptography.X509Certificates;
using Warifu.Pki.Certificates;
using Warifu.Tests.Bank.Staff;
using Warifu.Tests.Postgres;
using Warifu.Wire.Enrolment;

namespace Warifu.Tests.Bank.Enrolment.Programs;

public sealed class ProgramRenewalTests(TestCluster cluster)
{
    private const string User = "minato03";
    private const string Password = "Login-0003";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_holder_of_the_old_key_renews_with_his_login_password_and_signs_in_with_the_successor()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await OldAsync(bank);
        using var program = new ProgramOnPc(bank, old);
        var asked = (await program.AuthenticateRenewalAsync(Password)).Value;
        Assert.False(asked.OneTimePasswordNeeded);
        var enrolled = (await program.RenewAsync(Password)).Value;
        Assert.Equal(2, enrolled.Chain.Count);
        Assert.StartsWith("minato03 A001 ", Certificate.Read(enrolled.Certificate).Value.Subject!.CommonName!, StringComparison.Ordinal);
        Assert.True((await program.StandingAsync()).Value.IsRenewed);
        using var renewed = program.Held(enrolled);
        using (await bank.SignedInAsync(User, renewed))
            Assert.Equal(["certificate-renewed", "signed-in", "certificate-revoked"], await bank.ActsAsync());
        using var refused = bank.Browser(old);
        await refused.OpenAsync(bank.Cert("/sign-in"));
        Assert.Equal("certificate-replaced", refused.Code);
        Assert.Contains(await bank.LettersAsync(), letter => letter.Subject == "【あさぎり信用組合】電子証明書が更新されました。");
    }

    [Fact]
    public async Task Wrong_passwords_lock_enrolment_and_leave_sign_in_open()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await OldAsync(bank);
        using var program = new ProgramOnPc(bank, old);
        for (var n = 0; n < 3; n++)
            Assert.Equal("wrong-login-id-or-password", (await program.RenewAsync("wrong")).Code);
        Assert.Equal("enrolment-locked", (await program.RenewAsync(Password)).Code);
        Assert.Equal("enrolment-locked", (await program.AuthenticateRenewalAsync(Password)).Code);
        Assert.Equal(0, bank.Authority.Asked);
        using (await bank.SignedInAsync(User, old))
            Assert.Equal(["enrolment-failed", "enrolment-failed", "enrolment-failed", "locked", "signed-in"], await bank.ActsAsync());
    }

    [Fact]
    public async Task Before_the_window_no_password_is_looked_at_and_no_try_is_counted()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var certificate = await bank.CertificateOfAsync(User);
        using var program = new ProgramOnPc(bank, certificate);
        for (var n = 0; n < 4; n++)
            Assert.Equal("renewal-not-open", (await program.RenewAsync("wrong")).Code);
        Assert.Equal(certificate.NotAfter.ToUniversalTime().AddDays(-40), (await program.StandingAsync()).Value.RenewableFrom.UtcDateTime);
        Assert.Empty(await bank.ActsAsync());
    }

    [Fact]
    public async Task Who_shows_no_certificate_or_one_that_ended_renews_nothing()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var nobody = new ProgramOnPc(bank);
        Assert.Equal("certificate-not-offered", (await nobody.RenewAsync(Password)).Code);
        using var old = await OldAsync(bank);
        using var program = new ProgramOnPc(bank, old);
        bank.Time.Advance(TimeSpan.FromDays(41));
        Assert.Equal("certificate-expired", (await program.RenewAsync(Password)).Code);
        Assert.Equal("certificate-expired", (await program.StandingAsync()).Code);
    }

    [Fact]
    public async Task The_same_request_gets_the_same_successor_and_two_programs_at_once_get_one()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await OldAsync(bank);
        using var one = new ProgramOnPc(bank, old);
        using var other = new ProgramOnPc(bank, old);
        var answers = await Task.WhenAll(one.RenewAsync(Password), other.RenewAsync(Password));
        var winner = Assert.Single(answers, answer => answer.Code is null);
        Assert.Contains(Assert.Single(answers, answer => answer.Code is not null).Code, (string?[])["enrolment-replaced", "certificate-already-renewed"]);
        Assert.Equal(2, await CountAsync(bank));
        var again = await (winner == answers[0] ? one : other).RenewAsync(Password);
        Assert.Equal(winner.Value.Certificate, again.Value.Certificate);
    }

    [Fact]
    public async Task Without_a_person_it_is_renewed_only_after_he_has_allowed_it_once_and_the_successor_after_it()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await bank.CertificateOfAsync(User);
        using var first = new ProgramOnPc(bank, old);
        Assert.Null((await first.StandingAsync()).Value.UnattendedSince);
        Assert.Equal("wrong-login-id-or-password", (await first.AllowAsync("wrong")).Code);
        Assert.Equal(bank.Time.GetUtcNow(), (await first.AllowAsync(Password)).Value.UnattendedSince);
        bank.Time.Advance(TimeSpan.FromDays(326));
        using var renewed = first.Held((await first.RenewAsync(password: null)).Value);
        using (await bank.SignedInAsync(User, renewed))
            bank.Time.Advance(TimeSpan.FromDays(326));
        using var second = new ProgramOnPc(bank, renewed);
        Assert.Null((await second.RenewAsync(password: null)).Code);
        Assert.Equal(
            ["enrolment-failed", "unattended-renewal-allowed", "certificate-renewed", "signed-in", "certificate-revoked", "certificate-renewed"], await bank.ActsAsync());
    }

    [Fact]
    public async Task Leave_ends_when_its_user_withdraws_it_in_the_program_or_on_his_page()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await bank.CertificateOfAsync(User);
        using var program = new ProgramOnPc(bank, old);
        await program.AllowAsync(Password);
        Assert.Null((await program.WithdrawAsync()).Value.UnattendedSince);
        await program.AllowAsync(Password);
        using var browser = await bank.SignedInAsync(User, old);
        await browser.FollowAsync(".person a[href='/certificate']");
        await browser.SubmitAsync("form.unattended");
        Assert.Equal(("自動更新を取りやめました。", 0), (browser.Text(".done"), browser.Page.QuerySelectorAll("form.unattended").Length));
        bank.Time.Advance(TimeSpan.FromDays(326));
        Assert.Equal("renewal-needs-person", (await program.RenewAsync(password: null)).Code);
        Assert.Equal(2, (await bank.ActsAsync()).Count(act => act == "unattended-renewal-withdrawn"));
    }

    [Fact]
    public async Task Staff_end_it_on_a_paper_form()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await bank.CertificateOfAsync(User);
        using var program = new ProgramOnPc(bank, old);
        using var one = await Colleague.OfAsync(bank, "S0101");
        using var other = await Colleague.OfAsync(bank, "S0102");
        var target = await FourEyesTests.TargetAsync(bank, User);
        await one.AskAsync("end-unattended-renewal", target);
        Assert.Equal("contract-already-so", one.Browser.Code);
        await program.AllowAsync(Password);
        await other.DecideAsync(await one.AskAsync("end-unattended-renewal", target), "Approve");
        Assert.Null(other.Browser.Code);
        Assert.Null((await program.StandingAsync()).Value.UnattendedSince);
        Assert.Contains("【あさぎり信用組合】電子証明書の自動更新を取りやめました。", (await bank.LettersAsync()).Select(letter => letter.Subject));
    }

    [Fact]
    public async Task Where_the_profile_does_not_offer_it_nobody_allows_it_and_what_was_allowed_counts_no_more()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { Certificate = profile.Certificate with { UnattendedRenewal = false } });
        using var old = await OldAsync(bank);
        using var program = new ProgramOnPc(bank, old);
        Assert.Equal("unattended-renewal-not-offered", (await program.AllowAsync(Password)).Code);
        await Unattended.UnattendedRenewals.AllowAsync(bank, User);
        Assert.Equal("renewal-needs-person", (await program.RenewAsync(password: null)).Code);
        Assert.False((await program.StandingAsync()).Value.UnattendedOffered);
        // What the bank itself gave to a device stays.
        await bank.ExecuteAsync("update unattended_renewal set given_by = 'bank'");
        Assert.Null((await program.RenewAsync(password: null)).Code);
    }

    [Fact]
    public async Task A_certificate_that_is_acquired_anew_has_no_leave()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await bank.CertificateOfAsync(User);
        using var before = new ProgramOnPc(bank, old);
        await before.AllowAsync(Password);
        Assert.Null((await bank.Operations.RevokeCertificateAsync(new("9972"), User, Warifu.Wire.Registration.RevocationReason.Superseded, Cancel)).Refusal);
        using var program = new ProgramOnPc(bank);
        using var held = program.Held((await program.IssueAsync(User, Password)).Value);
        using var after = new ProgramOnPc(bank, held);
        Assert.Null((await after.StandingAsync()).Value.UnattendedSince);
        bank.Time.Advance(TimeSpan.FromDays(326));
        Assert.Equal("renewal-needs-person", (await after.RenewAsync(password: null)).Code);
    }

    [Fact]
    public async Task The_bank_says_where_certificates_are_renewed()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var program = new ProgramOnPc(bank);
        var told = (await program.GetAsync<EnrollingBank>(bank.Www(EnrolmentWire.Bank))).Value;
        Assert.Equal(("9972", new Uri(bank.Cert("")), 40, true), (told.Code.Value, told.Certificates, told.RenewalWindowDays, told.UnattendedRenewal));
        Assert.Equal("not-found", (await program.GetAsync<EnrollingBank>(bank.Cert(EnrolmentWire.Bank))).Code);
    }

    /// <summary>A certificate whose window has opened.</summary>
    private static async Task<X509Certificate2> OldAsync(TestBank bank)
    {
        var old = await bank.CertificateOfAsync(User);
        bank.Time.Advance(TimeSpan.FromDays(326));
        return old;
    }

    private static Task<int> CountAsync(TestBank bank) =>
        bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>("select count(*)::int from certificate where state = 'active'"), Cancel);
}
