using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn.OneTime;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Enrolment.Programs;

public sealed class ProgramAuthenticationTests(TestCluster cluster)
{
    private const string User = "minato03";
    private const string Password = "Login-0003";

    [Fact]
    public async Task Where_the_profile_asks_for_a_one_time_password_it_is_mailed_and_counts_for_that_request_alone()
    {
        await using var bank = await AskingAsync();
        using var program = new ProgramOnPc(bank);
        var asked = (await program.AuthenticateAsync(User, Password)).Value;
        Assert.Equal((true, false, true, "k***@minato.example", 10), (asked.OneTimePasswordNeeded, asked.ByAuthenticator, asked.ByMail, asked.MailedTo, asked.Minutes));
        var code = await ProgramOnPc.MailedAsync(bank);
        using var another = new ProgramOnPc(bank);
        Assert.Equal("wrong-one-time-password", (await another.IssueAsync(User, Password, code)).Code);
        Assert.Null((await program.IssueAsync(User, Password, code)).Code);
        Assert.Equal(["one-time-failed", "certificate-issued"], await bank.ActsAsync());
    }

    [Fact]
    public async Task A_program_that_asks_at_once_is_told_that_one_is_needed_and_where_it_went()
    {
        await using var bank = await AskingAsync();
        using var program = new ProgramOnPc(bank);
        var told = await program.IssueAsync(User, Password);
        Assert.Equal("one-time-password-needed", told.Code);
        Assert.Contains("k***@minato.example", told.Problem!.Detail, StringComparison.Ordinal);
        // Asked again while it is under way, no other is mailed.
        Assert.Equal("one-time-password-needed", (await program.IssueAsync(User, Password)).Code);
        Assert.Single(await bank.LettersAsync());
        Assert.Null((await program.IssueAsync(User, Password, await ProgramOnPc.MailedAsync(bank))).Code);
    }

    [Fact]
    public async Task Another_is_mailed_when_it_is_asked_for_half_a_minute_later()
    {
        await using var bank = await AskingAsync();
        using var program = new ProgramOnPc(bank);
        await program.AuthenticateAsync(User, Password);
        var first = await ProgramOnPc.MailedAsync(bank);
        Assert.Equal("mailed-just-now", (await program.AuthenticateAsync(User, Password, byMail: true)).Code);
        bank.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Null((await program.AuthenticateAsync(User, Password, byMail: true)).Code);
        Assert.Equal("wrong-one-time-password", (await program.IssueAsync(User, Password, first)).Code);
        Assert.Null((await program.IssueAsync(User, Password, await ProgramOnPc.MailedAsync(bank))).Code);
    }

    [Fact]
    public async Task Wrong_ones_lock_their_own_door_and_nothing_is_issued()
    {
        await using var bank = await AskingAsync();
        using var program = new ProgramOnPc(bank);
        await program.AuthenticateAsync(User, Password);
        var code = await ProgramOnPc.MailedAsync(bank);
        for (var n = 0; n < 3; n++)
            Assert.Equal("wrong-one-time-password", (await program.IssueAsync(User, Password, "00000000")).Code);
        Assert.Equal("one-time-password-locked", (await program.IssueAsync(User, Password, code)).Code);
        Assert.Equal(0, bank.Authority.Asked);
    }

    [Fact]
    public async Task A_lost_answer_is_fetched_with_the_password_alone()
    {
        await using var bank = await AskingAsync();
        using var program = new ProgramOnPc(bank);
        await program.AuthenticateAsync(User, Password);
        bank.Authority.Lost = new HttpRequestException("lost");
        Assert.Equal("authority-unreachable", (await program.IssueAsync(User, Password, await ProgramOnPc.MailedAsync(bank))).Code);
        bank.Authority.Lost = null;
        Assert.False((await program.AuthenticateAsync(User, Password)).Value.OneTimePasswordNeeded);
        Assert.Equal(Assert.Single(bank.Authority.Issued).Der.ToArray(), (await program.IssueAsync(User, Password)).Value.Certificate);
    }

    [Fact]
    public async Task An_authenticator_app_needs_no_mail_and_its_password_counts_once()
    {
        await using var bank = await AskingAsync();
        var secret = new byte[Totp.SecretBytes];
        await bank.ExecuteAsync("""
            insert into authenticator (bank_code, user_id, secret, registered_at) select bank_code, user_id, @secret, made_at from customer_user where login_id = 'minato03'
            """, new { secret = bank.Settings.Key.Seal("authenticator", TestBank.Code, await IdAsync(bank), secret) });
        using var program = new ProgramOnPc(bank);
        var asked = (await program.AuthenticateAsync(User, Password)).Value;
        Assert.Equal((true, true, true, (string?)null), (asked.OneTimePasswordNeeded, asked.ByAuthenticator, asked.ByMail, asked.MailedTo));
        Assert.Empty(await bank.LettersAsync());
        var code = Totp.At(secret, Totp.StepAt(bank.Time.GetUtcNow()));
        using var held = program.Held((await program.IssueAsync(User, Password, code)).Value);
        bank.Time.Advance(TimeSpan.FromDays(326));
        using var renewing = new ProgramOnPc(bank, held);
        Assert.Equal("wrong-one-time-password", (await renewing.RenewAsync(Password, code)).Code);
        Assert.Null((await renewing.RenewAsync(Password, Totp.At(secret, Totp.StepAt(bank.Time.GetUtcNow())))).Code);
    }

    [Fact]
    public async Task Leave_to_renew_without_a_person_asks_for_it_once_and_the_renewal_does_not()
    {
        await using var bank = await AskingAsync();
        using var old = await bank.CertificateOfAsync(User);
        using var program = new ProgramOnPc(bank, old);
        Assert.Equal("one-time-password-needed", (await program.AllowAsync(Password)).Code);
        Assert.NotNull((await program.AllowAsync(Password, await ProgramOnPc.MailedAsync(bank))).Value.UnattendedSince);
        bank.Time.Advance(TimeSpan.FromDays(326));
        using var byHand = new ProgramOnPc(bank, old);
        Assert.True((await byHand.AuthenticateRenewalAsync(Password)).Value.OneTimePasswordNeeded);
        Assert.Null((await program.RenewAsync(password: null)).Code);
    }

    [Fact]
    public async Task Who_has_no_way_to_have_one_is_told_so_after_the_right_password_alone()
    {
        await using var bank = await AskingAsync();
        await bank.ExecuteAsync("update customer_user set mail_address = null");
        using var program = new ProgramOnPc(bank);
        Assert.Equal("wrong-login-id-or-password", (await program.AuthenticateAsync(User, "wrong")).Code);
        Assert.Equal("one-time-password-no-way", (await program.AuthenticateAsync(User, Password)).Code);
    }

    private Task<TestBank> AskingAsync() =>
        TestBank.StartAsync(cluster, profile => profile with { OneTime = profile.OneTime with { Asked = OneTimeAsked.Always } });

    private static async Task<string> IdAsync(TestBank bank) => $"{await bank.Database.InTenantAsync(TestBank.Code, work =>
        work.SingleAsync<Guid>("select user_id from customer_user where login_id = 'minato03'"), TestContext.Current.CancellationToken)}";
}
