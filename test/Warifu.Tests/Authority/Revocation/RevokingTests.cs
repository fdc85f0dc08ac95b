using System.Security.Cryptography.X509Certificates;
using Warifu.Authority;
using Warifu.Tests.Pki;
using Warifu.Tests.Postgres;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority.Revocation;

public sealed class RevokingTests(TestCluster cluster, HeldAuthority held) : IClassFixture<HeldAuthority>
{
    private readonly AuthorityOffice office = held.Office;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_revocation_stands()
    {
        var serial = (await IssueAsync()).Serial;

        var first = (await office.Revoking.RevokeAsync(TestAuthority.Asagiri, serial, RevocationReason.KeyCompromise, Cancel)).Value;
        var second = (await office.Revoking.RevokeAsync(TestAuthority.Asagiri, serial, RevocationReason.Superseded, Cancel)).Value;

        Assert.NotNull(first.RevokedAt);
        Assert.Equal(RevocationReason.KeyCompromise, first.Reason);
        Assert.Equal(first.Reason, second.Reason);
        Assert.True((first.RevokedAt.Value - second.RevokedAt!.Value).Duration() < TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task Another_bank_can_neither_see_nor_revoke_it()
    {
        var serial = (await IssueAsync()).Serial;

        var seen = await office.Revoking.FindAsync(TestAuthority.Tsukinowa, serial, Cancel);
        var revoked = await office.Revoking.RevokeAsync(TestAuthority.Tsukinowa, serial, RevocationReason.KeyCompromise, Cancel);

        Assert.Equal("serial-unknown", seen.Refusal?.Code);
        Assert.Equal("serial-unknown", revoked.Refusal?.Code);
        Assert.Null((await office.Revoking.FindAsync(TestAuthority.Asagiri, serial, Cancel)).Value.RevokedAt);
    }

    [Fact]
    public async Task The_list_names_a_revocation_as_soon_as_it_is_asked_for()
    {
        var issued = await IssueAsync();
        var before = (await office.Crls.CurrentAsync("asagiri-g1", "", Cancel))!;
        await office.Revoking.RevokeAsync(TestAuthority.Asagiri, issued.Serial, RevocationReason.KeyCompromise, Cancel);

        var after = (await office.Crls.CurrentAsync("asagiri-g1", "", Cancel))!;

        Assert.Equal((before.Number + 1, before.Entries + 1), (after.Number, after.Entries));
        using var judge = Judge.Call("openssl");
        judge.Lay("ca.pem", Judge.Pem("CERTIFICATE", issued.Chain[1]) + Judge.Pem("CERTIFICATE", issued.Chain[0]));
        judge.Lay("client.pem", Judge.Pem("CERTIFICATE", issued.Certificate));
        judge.Lay("before.pem", Judge.Pem("X509 CRL", before.Der));
        judge.Lay("after.pem", Judge.Pem("X509 CRL", after.Der));
        Assert.Equal(0, (await judge.Ask("verify", "-purpose", "sslclient", "-crl_check", "-CAfile", "ca.pem", "-CRLfile", "before.pem", "client.pem")).Code);
        Assert.Contains("certificate revoked", (await judge.Ask(
            "verify", "-purpose", "sslclient", "-crl_check", "-CAfile", "ca.pem", "-CRLfile", "after.pem", "client.pem")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_who_ask_at_once_get_one_list()
    {
        var lists = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => office.Crls.CurrentAsync("asagiri-g1", "", Cancel)));

        Assert.Single(lists.Select(list => Convert.ToHexString(list!.Der)).Distinct());
    }

    [Fact]
    public async Task A_list_is_fresh_for_an_hour_and_then_made_anew()
    {
        var clock = new MovingTime(TimeProvider.System.GetUtcNow());
        await using var other = await TestAuthority.HeldAsync(cluster, clock);
        await using var moving = await other.OpenAsync();

        var first = (await moving.Crls.CurrentAsync("wire-g1", "", Cancel))!;
        clock.Move(TimeSpan.FromMinutes(59));
        var second = (await moving.Crls.CurrentAsync("wire-g1", "", Cancel))!;
        clock.Move(TimeSpan.FromMinutes(2));
        var third = (await moving.Crls.CurrentAsync("wire-g1", "", Cancel))!;

        Assert.Equal((1, 1, 2), (first.Number, second.Number, third.Number));
        var builder = CertificateRevocationListBuilder.Load(third.Der, out var number);
        Assert.Equal(2, number);
        Assert.NotNull(builder);
    }

    private async Task<IssuedCertificate> IssueAsync() =>
        (await office.Issuing.IssueAsync(TestAuthority.Order(office, TestAuthority.Request()), office.Database.Time.GetUtcNow(), Cancel)).Value;
}
