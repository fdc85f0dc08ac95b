using Warifu.Bank.Profiles;
using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Tests.Bank.Enrolment.Programs;
using Warifu.Tests.Desk.Certificates.Unattended;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Desk.Certificates;

/// <summary>What runs behind the pages, with a bank that asks for one-time passwords.</summary>
public sealed class EnrolmentsTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Leave_to_renew_goes_on_with_the_one_time_password_that_was_mailed_for_it()
    {
        await using var pc = await UnattendedPc.StartAsync(cluster, oneTime: OneTimeAsked.Always);
        pc.Bank.Time.Advance(TimeSpan.FromSeconds(31));
        var keys = new OpenedKeys(new KeyKeeping(pc.Home));
        Assert.Null(keys.Open(pc.Vault));
        var enrolments = new Enrolments(pc.Home, keys);
        var allowing = enrolments.BeginAllowing(pc.First, UnattendedPc.Password, japanese: true);
        await allowing.Running.WaitAsync(Cancel);
        Assert.Equal(EnrolmentStage.WantsOneTimePassword, allowing.Stage);
        enrolments.GoOn(allowing, "0000 0000");
        await allowing.Running.WaitAsync(Cancel);
        Assert.Equal((EnrolmentStage.WantsOneTimePassword, "wrong-one-time-password"), (allowing.Stage, allowing.Refusal?.Code));
        enrolments.GoOn(allowing, await ProgramOnPc.MailedAsync(pc.Bank));
        await allowing.Running.WaitAsync(Cancel);
        Assert.Equal((EnrolmentStage.Done, pc.First.Serial), (allowing.Stage, allowing.Held?.Serial));
        Assert.Null(allowing.Password);
        Assert.NotNull(pc.Plan.AllowedSince);
        Assert.Single(HeldCertificate.All(pc.Home));
    }
}
