using Warifu.Bank.Profiles;
using Warifu.Desk;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Tests.Bank.Enrolment.Programs;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Desk.Certificates.Unattended;

public sealed class UnattendedLeaveTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_given_with_the_password_kept_here_and_taken_back_with_the_key_alone()
    {
        await using var pc = await UnattendedPc.StartAsync(cluster);
        var wrong = await pc.Leave.AllowAsync(pc.First, Guid.NewGuid(), "wrong", oneTimePassword: null, japanese: true, Cancel);
        Assert.Equal("wrong-login-id-or-password", wrong.Refusal?.Code);
        Assert.Null(RenewalPlan.Of(pc.Home, pc.First));
        await pc.AllowAsync();
        var lot = pc.Plan.Lot;
        Assert.Equal(pc.Bank.Time.GetUtcNow(), pc.Plan.AllowedSince);
        Assert.Null((await pc.Leave.WithdrawAsync(pc.First, japanese: true, Cancel)).Refusal);
        Assert.Null(pc.Plan.AllowedSince);
        await pc.AllowAsync();
        Assert.Equal(lot, pc.Plan.Lot);
    }

    [Fact]
    public async Task Where_the_bank_wants_a_one_time_password_the_mailed_one_counts_for_this_leave()
    {
        var request = Guid.NewGuid();
        await using var asking = await UnattendedPc.StartAsync(cluster, oneTime: OneTimeAsked.Always);
        // One was mailed for the certificate a moment ago; another may be from half a minute later on.
        asking.Bank.Time.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal("one-time-password-needed", (await asking.Leave.AllowAsync(asking.First, request, UnattendedPc.Password, oneTimePassword: null, japanese: true, Cancel)).Refusal?.Code);
        Assert.Null(RenewalPlan.Of(asking.Home, asking.First));
        var code = await ProgramOnPc.MailedAsync(asking.Bank);
        Assert.Null((await asking.Leave.AllowAsync(asking.First, request, UnattendedPc.Password, code, japanese: true, Cancel)).Refusal);
        Assert.NotNull(asking.Plan.AllowedSince);
    }

    [Fact]
    public async Task A_bank_that_is_away_changes_nothing_here()
    {
        await using var pc = await UnattendedPc.StartAsync(cluster);
        await pc.AllowAsync();
        pc.Cable.IsOut = true;
        Assert.Equal(DeskRefusals.Unreachable, (await pc.Leave.WithdrawAsync(pc.First, japanese: true, Cancel)).Refusal);
        Assert.NotNull(pc.Plan.AllowedSince);
    }
}
