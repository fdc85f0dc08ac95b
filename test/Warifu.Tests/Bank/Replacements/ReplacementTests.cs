using Warifu.Bank.Profiles;
using Warifu.Tests.Bank.Enrolment.Programs;
using Warifu.Tests.Postgres;
using Warifu.Wire.Enrolment;

namespace Warifu.Tests.Bank.Replacements;

/// <summary>minato03 has a new PC; minato02 approves.</summary>
public sealed class ReplacementTests(TestCluster cluster)
{
    private const string User = "minato03";
    private const string Password = "Login-0003";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_new_PC_takes_over_after_a_colleagues_approval_and_the_cooling_off_and_the_old_one_ends_with_its_first_use()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var old = await bank.CertificateOfAsync(User);
        using var before = new ProgramOnPc(bank, old);
        await before.AllowAsync(Password);
        using var colleague = await bank.SignedInAsync("minato02");
        using var program = new ProgramOnPc(bank);
        var asked = (await program.ReplaceAsync(User, Password)).Value;
        Assert.Equal((ReplacementState.Waiting, bank.Time.GetUtcNow().AddHours(1)), (asked.State, asked.CodeEnds));
        Assert.Matches("^[A-Z2-9]{4}-[A-Z2-9]{4}$", asked.Code);
        Assert.Equal("certificate-still-valid", (await program.IssueAsync(User, Password)).Code);

        await colleague.OpenAsync(bank.Cert("/"));
        Assert.Contains("磯部 健さん（minato03）の新しいパソコンが、電子証明書の引継ぎの承認を待っています", colleague.Text(".notice"), StringComparison.Ordinal);
        await colleague.OpenAsync(bank.Cert("/manage/users"));
        await colleague.FollowAsync("main a[href='/replacements']");
        Assert.Contains("経理の新しいPC", colleague.Text(".replacement"), StringComparison.Ordinal);
        Assert.DoesNotContain(asked.Code, colleague.Page.Body!.TextContent, StringComparison.Ordinal);
        await colleague.SubmitAsync("form.approve", ("Code", asked.Code.ToLowerInvariant().Replace("-", " ")), ("Confirmation", "Confirm-0002"));
        Assert.StartsWith("承認しました。", colleague.Text(".done"), StringComparison.Ordinal);

        var approved = (await program.ReplaceAsync(User, Password)).Value;
        Assert.Equal((ReplacementState.Approved, bank.Time.GetUtcNow().AddHours(24)), (approved.State, approved.Opens));
        Assert.Equal("certificate-still-valid", (await program.IssueAsync(User, Password)).Code);
        bank.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(ReplacementState.Open, (await program.ReplaceAsync(User, Password)).Value.State);
        using var another = new ProgramOnPc(bank);
        Assert.Equal("certificate-still-valid", (await another.IssueAsync(User, Password)).Code);
        var enrolled = (await program.IssueAsync(User, Password)).Value;
        Assert.Equal(enrolled.Certificate, (await program.IssueAsync(User, Password)).Value.Certificate);
        Assert.Equal(ReplacementState.Done, (await program.ReplaceAsync(User, Password)).Value.State);

        using (await bank.SignedInAsync(User, old))
            Assert.Equal(2, await StandingAsync(bank));
        using var held = program.Held(enrolled);
        using (await bank.SignedInAsync(User, held))
            Assert.Equal(1, await StandingAsync(bank));
        using var refused = bank.Browser(old);
        await refused.OpenAsync(bank.Cert("/sign-in"));
        Assert.Equal("certificate-replaced", refused.Code);
        // No leave of the old PC is carried over.
        using var after = new ProgramOnPc(bank, held);
        Assert.Null((await after.StandingAsync()).Value.UnattendedSince);
        Assert.Equal(
            ["unattended-renewal-allowed", "signed-in", "replacement-asked", "replacement-approved", "certificate-renewed", "signed-in", "signed-in", "certificate-revoked"], await bank.ActsAsync());
        Assert.Equal(
            ["daiki@minato.example", "ken@minato.example"],
            (await bank.LettersAsync()).Where(letter => letter.Subject.Contains("承認されました: minato03", StringComparison.Ordinal)).Select(letter => letter.To).Order());
    }

    [Fact]
    public async Task A_wrong_code_a_wrong_confirmation_and_a_stale_code_approve_nothing()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.CertificateOfAsync(User);
        using var colleague = await bank.SignedInAsync("minato02");
        using var program = new ProgramOnPc(bank);
        var code = (await program.ReplaceAsync(User, Password)).Value.Code;
        await colleague.OpenAsync(bank.Cert("/replacements"));
        await colleague.SubmitAsync("form.approve", ("Code", "AAAA-AAAA"), ("Confirmation", "Confirm-0002"));
        Assert.Equal("replacement-code-wrong", colleague.Code);
        await colleague.SubmitAsync("form.approve", ("Code", code), ("Confirmation", "wrong"));
        Assert.Equal("wrong-confirmation-password", colleague.Code);
        await colleague.OpenAsync(bank.Cert("/replacements"));
        bank.Time.Advance(TimeSpan.FromHours(1));
        using var again = await bank.SignedInAsync("minato01");
        await colleague.OpenAsync(bank.Cert("/sign-in"));
        Assert.Equal(ReplacementState.Expired, (await program.ReplaceAsync(User, Password)).Value.State);
        await again.OpenAsync(bank.Cert("/replacements"));
        Assert.Empty(again.Page.QuerySelectorAll(".replacement"));
        Assert.DoesNotContain("replacement-approved", await bank.ActsAsync());
        Assert.Contains("replacement-code-wrong", await bank.ActsAsync());
    }

    [Fact]
    public async Task Its_own_user_does_not_approve_it_and_stops_it_within_the_cooling_off()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var owner = await bank.SignedInAsync(User);
        using var colleague = await bank.SignedInAsync("minato02");
        using var program = new ProgramOnPc(bank);
        var code = (await program.ReplaceAsync(User, Password)).Value.Code;
        await colleague.OpenAsync(bank.Cert("/replacements"));
        await owner.OpenAsync(bank.Cert("/replacements"));
        Assert.Null(owner.Page.QuerySelector("form.approve"));
        await owner.SubmitToAsync("form.stop", "?handler=Approve",
            ("request", $"{program.RequestKey}"), ("Code", code), ("Confirmation", "Confirm-0003"));
        Assert.Equal("not-allowed", owner.Code);
        await colleague.SubmitAsync("form.approve", ("Code", code), ("Confirmation", "Confirm-0002"));
        await owner.OpenAsync(bank.Cert("/replacements"));
        await owner.SubmitAsync("form.stop");
        Assert.StartsWith("申込みを取りやめました。", owner.Text(".done"), StringComparison.Ordinal);
        bank.Time.Advance(TimeSpan.FromHours(25));
        Assert.Equal(ReplacementState.Stopped, (await program.ReplaceAsync(User, Password)).Value.State);
        Assert.Equal("certificate-still-valid", (await program.IssueAsync(User, Password)).Code);
    }

    [Fact]
    public async Task Who_comes_too_late_after_the_approval_asks_again()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.CertificateOfAsync(User);
        using var colleague = await bank.SignedInAsync("minato02");
        using var program = new ProgramOnPc(bank);
        var code = (await program.ReplaceAsync(User, Password)).Value.Code;
        await colleague.OpenAsync(bank.Cert("/replacements"));
        await colleague.SubmitAsync("form.approve", ("Code", code), ("Confirmation", "Confirm-0002"));
        bank.Time.Advance(TimeSpan.FromDays(8));
        Assert.Equal(ReplacementState.Expired, (await program.ReplaceAsync(User, Password)).Value.State);
        Assert.Equal("certificate-still-valid", (await program.IssueAsync(User, Password)).Code);
        using var next = new ProgramOnPc(bank);
        Assert.Equal(ReplacementState.Waiting, (await next.ReplaceAsync(User, Password)).Value.State);
    }

    [Fact]
    public async Task Strangers_learn_nothing_and_a_company_without_a_second_certificate_holder_goes_to_the_branch()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var stranger = new ProgramOnPc(bank);
        Assert.Equal("wrong-login-id-or-password", (await stranger.ReplaceAsync("nobody99", "wrong")).Code);
        Assert.Equal("wrong-login-id-or-password", (await stranger.ReplaceAsync("nobody99", "wrong")).Code);
        Assert.Equal("sign-in-too-soon", (await stranger.ReplaceAsync("nobody99", "wrong")).Code);
        using var program = new ProgramOnPc(bank);
        Assert.Equal("replacement-not-needed", (await program.ReplaceAsync(User, Password)).Code);
        await bank.CertificateOfAsync(User);
        Assert.Equal("replacement-needs-staff", (await program.ReplaceAsync(User, Password)).Code);
        Assert.Equal("replacement-pc-unnamed", (await program.ReplaceAsync(User, Password, pc: " ")).Code);
        await bank.CertificateOfAsync("minato02");
        Assert.Null((await program.ReplaceAsync(User, Password)).Code);
        Assert.Equal("replacement-request-key-reused", (await program.ReplaceAsync("minato02", "Login-0002")).Code);
    }

    [Fact]
    public async Task Where_the_profile_has_it_a_one_time_password_is_asked_once_for_the_request()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { OneTime = profile.OneTime with { Asked = OneTimeAsked.Always } });
        await bank.CertificateOfAsync(User);
        await bank.CertificateOfAsync("minato02");
        using var program = new ProgramOnPc(bank);
        Assert.Equal("one-time-password-needed", (await program.ReplaceAsync(User, Password)).Code);
        Assert.Equal("wrong-one-time-password", (await program.ReplaceAsync(User, Password, "00000000")).Code);
        Assert.Equal(ReplacementState.Waiting, (await program.ReplaceAsync(User, Password, await ProgramOnPc.MailedAsync(bank))).Value.State);
        Assert.Equal(ReplacementState.Waiting, (await program.ReplaceAsync(User, Password)).Value.State);
    }

    [Fact]
    public async Task Who_waits_looks_again_with_the_request_key_alone()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await bank.CertificateOfAsync(User);
        using var colleague = await bank.SignedInAsync("minato02");
        using var program = new ProgramOnPc(bank);
        Assert.Equal("replacement-unknown", (await program.ReplacementAsync()).Code);
        var asked = (await program.ReplaceAsync(User, Password)).Value;
        Assert.Equal(asked, (await program.ReplacementAsync()).Value);
        await colleague.OpenAsync(bank.Cert("/replacements"));
        await colleague.SubmitAsync("form.approve", ("Code", asked.Code), ("Confirmation", "Confirm-0002"));
        Assert.Equal((ReplacementState.Approved, bank.Time.GetUtcNow().AddHours(24)), ((await program.ReplacementAsync()).Value.State, (await program.ReplacementAsync()).Value.Opens));
        bank.Time.Advance(TimeSpan.FromDays(9));
        Assert.Equal(ReplacementState.Expired, (await program.ReplacementAsync()).Value.State);
    }

    [Fact]
    public async Task Where_the_program_issues_nothing_it_asks_for_nothing_either()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { Certificate = profile.Certificate with { AcquisitionPassword = true } });
        using var program = new ProgramOnPc(bank);
        Assert.Equal("not-by-program-here", (await program.ReplaceAsync(User, Password)).Code);
    }

    [Fact]
    public async Task A_bank_that_has_it_on_paper_alone_says_so()
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { Certificate = profile.Certificate with { ReplacementWait = null } });
        using var program = new ProgramOnPc(bank);
        Assert.Equal("replacement-not-offered", (await program.ReplaceAsync(User, Password)).Code);
        using var user = await bank.SignedInAsync(User);
        await user.OpenAsync(bank.Cert("/manage/users"));
        Assert.Null(user.Page.QuerySelector("a[href='/replacements']"));
    }

    private static Task<int> StandingAsync(TestBank bank) => bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<int>("""
        select count(*)::int from certificate c join customer_user u using (bank_code, user_id) where u.login_id = 'minato03' and c.state = 'active'
        """), Cancel);
}
