using Microsoft.Extensions.Logging.Abstractions;
using Warifu.Authority;
using Warifu.Authority.Revocation;
using Warifu.Authority.Status;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority.Revocation;

/// <summary>The process ends between two steps of a revocation, a suspension or its end; the bank asks again.</summary>
public sealed class StandingCrashTests(HeldAuthority held) : IClassFixture<HeldAuthority>
{
    private readonly AuthorityOffice office = held.Office;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(nameof(StandingStep.Locked), false)]
    [InlineData(nameof(StandingStep.Changed), false)]
    [InlineData(nameof(StandingStep.Recorded), false)]
    [InlineData(nameof(StandingStep.Committed), true)]
    public async Task A_broken_off_revocation_is_whole_or_not_there_and_asked_again_is_one(string boundary, bool stands)
    {
        var serial = await IssueAsync();
        var acts = await ActsAsync();
        var crashing = new Revoking(office.Database, Changes(), NullLogger<Revoking>.Instance) { Reached = step => BreakOff(step, boundary) };

        await Assert.ThrowsAsync<BrokenOffException>(
            () => crashing.RevokeAsync(TestAuthority.Asagiri, serial, RevocationReason.KeyCompromise, Cancel, "operator"));

        await AssertStandsAsync(serial, stands ? [ChangeKind.Revoked] : [], acts + (stands ? 1 : 0));
        var again = await office.RevokeAsync(TestAuthority.Asagiri, serial, RevocationReason.KeyCompromise, Cancel);
        Assert.Equal(RevocationReason.KeyCompromise, again.Value.Reason);
        await AssertStandsAsync(serial, [ChangeKind.Revoked], acts + 1);
    }

    [Theory]
    [InlineData(nameof(StandingStep.Locked), false)]
    [InlineData(nameof(StandingStep.Booked), false)]
    [InlineData(nameof(StandingStep.Changed), false)]
    [InlineData(nameof(StandingStep.Recorded), false)]
    [InlineData(nameof(StandingStep.Committed), true)]
    public async Task A_broken_off_suspension_and_its_end_are_whole_or_not_there_and_asked_again_are_one(string boundary, bool stands)
    {
        var serial = await IssueAsync();
        var (suspension, end) = (Guid.NewGuid(), Guid.NewGuid());
        var acts = await ActsAsync();
        var crashing = new Suspending(office.Database, Changes(), NullLogger<Suspending>.Instance) { Reached = step => BreakOff(step, boundary) };

        await Assert.ThrowsAsync<BrokenOffException>(() => crashing.SuspendAsync(TestAuthority.Asagiri, serial, suspension, Cancel, "operator"));
        await AssertStandsAsync(serial, stands ? [ChangeKind.Suspended] : [], acts + (stands ? 1 : 0));
        Assert.Equal(RevocationReason.CertificateHold, (await office.SuspendAsync(TestAuthority.Asagiri, serial, suspension, Cancel)).Value.Reason);
        await AssertStandsAsync(serial, [ChangeKind.Suspended], acts + 1);

        await Assert.ThrowsAsync<BrokenOffException>(() => crashing.ResumeAsync(TestAuthority.Asagiri, serial, end, Cancel, "operator"));
        await AssertStandsAsync(serial, stands ? [ChangeKind.Suspended, ChangeKind.Resumed] : [ChangeKind.Suspended], acts + (stands ? 2 : 1));
        Assert.Null((await office.ResumeAsync(TestAuthority.Asagiri, serial, end, Cancel)).Value.RevokedAt);
        await AssertStandsAsync(serial, [ChangeKind.Suspended, ChangeKind.Resumed], acts + 2);
    }

    private StatusChanges Changes() => new(office.Memory, office.Wakeup);

    /// <summary>Register, stream, log and record of acts tell the same.</summary>
    private async Task AssertStandsAsync(SerialNumber serial, ChangeKind[] changes, long acts)
    {
        var bank = TestAuthority.Asagiri.Value;
        var entry = (await office.Revoking.FindAsync(TestAuthority.Asagiri, serial, Cancel)).Value;
        var told = await office.Database.InTenantAsync(bank, work => work.QueryAsync<string>(
            "select kind from certificate_change where bank_code = @Tenant and serial = @serial order by change_id", new { work.Tenant, serial = serial.Hex }), Cancel);
        var leaves = await office.Database.InTenantAsync(bank, work => work.SingleAsync<int>(
            "select count(*)::int from log_receipt where bank_code = @Tenant and serial = @serial", new { work.Tenant, serial = serial.Hex }), Cancel);

        Assert.Equal(changes.Length > 0 && changes[^1] != ChangeKind.Resumed, entry.RevokedAt is not null);
        Assert.Equal(changes.Select(change => $"{change}"), told);
        Assert.Equal(1 + changes.Length, leaves);
        Assert.Equal(acts, await ActsAsync());
    }

    private Task<long> ActsAsync() => office.Database.ReadAsync<long>("select count(*) from act", new { }, Cancel);

    private async Task<SerialNumber> IssueAsync() => (await office.Issuing.IssueAsync(
        TestAuthority.Order(office, TestAuthority.Request()), office.Database.Time.GetUtcNow(), Cancel)).Value.Serial;

    private static void BreakOff(StandingStep step, string boundary)
    {
        if (step.ToString() == boundary)
            throw new BrokenOffException();
    }
}
