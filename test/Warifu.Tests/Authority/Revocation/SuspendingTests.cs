using Warifu.Authority;
using Warifu.Authority.Registration;
using Warifu.Tests.Pki;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority.Revocation;

public sealed class SuspendingTests(HeldAuthority held) : IClassFixture<HeldAuthority>
{
    private readonly AuthorityOffice office = held.Office;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_hold_is_in_the_list_until_it_ends()
    {
        var issued = await IssueAsync();

        var suspended = (await office.SuspendAsync(TestAuthority.Asagiri, issued.Serial, Guid.NewGuid(), Cancel)).Value;
        var during = (await office.Crls.CurrentAsync("asagiri-g1", "", Cancel))!.Der;
        var resumed = (await office.ResumeAsync(TestAuthority.Asagiri, issued.Serial, Guid.NewGuid(), Cancel)).Value;
        var after = (await office.Crls.CurrentAsync("asagiri-g1", "", Cancel))!.Der;

        Assert.Equal(RevocationReason.CertificateHold, suspended.Reason);
        Assert.Null(resumed.RevokedAt);
        using var judge = Judge.Call("openssl");
        judge.Lay("during.pem", Judge.Pem("X509 CRL", during));
        judge.Lay("after.pem", Judge.Pem("X509 CRL", after));
        var words = (await judge.Ask("crl", "-noout", "-text", "-in", "during.pem")).Words;
        Assert.Contains(issued.Serial.Hex, words, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Certificate Hold", words, StringComparison.Ordinal);
        Assert.DoesNotContain(issued.Serial.Hex, (await judge.Ask("crl", "-noout", "-text", "-in", "after.pem")).Words, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task The_list_is_made_anew_when_one_hold_ends_and_another_begins()
    {
        var (first, second) = (await IssueAsync(), await IssueAsync());
        await office.SuspendAsync(TestAuthority.Asagiri, first.Serial, Guid.NewGuid(), Cancel);
        var before = (await office.Crls.CurrentAsync("asagiri-g1", "", Cancel))!;

        await office.ResumeAsync(TestAuthority.Asagiri, first.Serial, Guid.NewGuid(), Cancel);
        await office.SuspendAsync(TestAuthority.Asagiri, second.Serial, Guid.NewGuid(), Cancel);
        var after = (await office.Crls.CurrentAsync("asagiri-g1", "", Cancel))!;

        Assert.Equal((before.Number + 1, before.Entries), (after.Number, after.Entries));
    }

    [Fact]
    public async Task A_request_key_asks_once_whatever_happened_since()
    {
        var serial = (await IssueAsync()).Serial;
        var key = Guid.NewGuid();
        await office.SuspendAsync(TestAuthority.Asagiri, serial, key, Cancel);
        await office.ResumeAsync(TestAuthority.Asagiri, serial, Guid.NewGuid(), Cancel);

        var late = (await office.SuspendAsync(TestAuthority.Asagiri, serial, key, Cancel)).Value;
        var other = await office.ResumeAsync(TestAuthority.Asagiri, serial, key, Cancel);

        Assert.Null(late.RevokedAt);
        Assert.Equal("standing-request-key-reused", other.Refusal?.Code);
        Assert.Equal([ChangeKind.Suspended, ChangeKind.Resumed], await ChangesOfAsync(serial));
    }

    [Fact]
    public async Task Many_who_suspend_at_once_make_one_change()
    {
        var serial = (await IssueAsync()).Serial;
        var key = Guid.NewGuid();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(n =>
            office.SuspendAsync(TestAuthority.Asagiri, serial, n % 2 == 0 ? key : Guid.NewGuid(), Cancel)));

        Assert.All(answers, answer => Assert.Equal(RevocationReason.CertificateHold, answer.Value.Reason));
        Assert.Equal([ChangeKind.Suspended], await ChangesOfAsync(serial));
    }

    [Fact]
    public async Task A_hold_may_become_a_revocation_and_then_nothing_lifts_it()
    {
        var serial = (await IssueAsync()).Serial;
        await office.SuspendAsync(TestAuthority.Asagiri, serial, Guid.NewGuid(), Cancel);

        var revoked = (await office.RevokeAsync(TestAuthority.Asagiri, serial, RevocationReason.KeyCompromise, Cancel)).Value;

        Assert.Equal(RevocationReason.KeyCompromise, revoked.Reason);
        Assert.Equal("certificate-revoked-for-good", (await office.ResumeAsync(TestAuthority.Asagiri, serial, Guid.NewGuid(), Cancel)).Refusal?.Code);
        Assert.Equal("certificate-revoked-for-good", (await office.SuspendAsync(TestAuthority.Asagiri, serial, Guid.NewGuid(), Cancel)).Refusal?.Code);
        Assert.Equal([ChangeKind.Suspended, ChangeKind.Revoked], await ChangesOfAsync(serial));
    }

    [Fact]
    public async Task A_hold_is_no_revocation()
    {
        var serial = (await IssueAsync()).Serial;

        var refused = await office.RevokeAsync(TestAuthority.Asagiri, serial, RevocationReason.CertificateHold, Cancel);

        Assert.Equal("revocation-reason-unknown", refused.Refusal?.Code);
        Assert.Empty(await ChangesOfAsync(serial));
    }

    [Fact]
    public async Task Another_bank_can_neither_suspend_nor_resume_it_and_its_keys_are_its_own()
    {
        var serial = (await IssueAsync()).Serial;
        var key = Guid.NewGuid();
        await office.SuspendAsync(TestAuthority.Asagiri, serial, key, Cancel);

        Assert.Equal("serial-unknown", (await office.ResumeAsync(TestAuthority.Tsukinowa, serial, Guid.NewGuid(), Cancel)).Refusal?.Code);
        Assert.Equal("serial-unknown", (await office.SuspendAsync(TestAuthority.Tsukinowa, serial, key, Cancel)).Refusal?.Code);
        Assert.Equal([ChangeKind.Suspended], await ChangesOfAsync(serial));
    }

    private async Task<IssuedCertificate> IssueAsync() =>
        (await office.Issuing.IssueAsync(TestAuthority.Order(office, TestAuthority.Request()), office.Database.Time.GetUtcNow(), Cancel)).Value;

    private async Task<IEnumerable<ChangeKind>> ChangesOfAsync(SerialNumber serial)
    {
        await ChangeNumbering.RunAsync(office.Database, Cancel);
        var all = await office.Database.InTenantAsync(TestAuthority.Asagiri.Value, work => Change.AfterAsync(work, 0), Cancel);
        return all.Where(change => change.Serial == serial).Select(change => change.Kind);
    }
}
