using Warifu.Authority;
using Warifu.Authority.Issuance;
using Warifu.Authority.Registration;
using Warifu.Pki.Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority.Registration;

public sealed class RenewalTests(HeldAuthority held) : IClassFixture<HeldAuthority>
{
    private readonly AuthorityOffice office = held.Office;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(RenewalOverlap.KeepUntilExpiry)]
    [InlineData(RenewalOverlap.ReplaceOnFirstUse)]
    public async Task A_renewal_names_the_same_holder_and_records_what_becomes_of_the_old_one(RenewalOverlap overlap)
    {
        var old = await IssueAsync();
        var request = Renew() with { Overlap = overlap };

        var renewed = (await RenewAsync(old.Serial, request)).Value;
        var again = (await RenewAsync(old.Serial, request)).Value;
        var entry = (await office.Revoking.FindAsync(TestAuthority.Asagiri, renewed.Serial, Cancel)).Value;

        Assert.Equal(renewed.Certificate, again.Certificate);
        Assert.NotEqual(old.Serial, renewed.Serial);
        Assert.Equal((old.Serial, overlap), (entry.Renews, entry.Overlap));
        var (before, after) = (Certificate.Read(old.Certificate).Value.Subject!, Certificate.Read(renewed.Certificate).Value.Subject!);
        Assert.Equal((before.Organisation, before.Unit, request.CommonName), (after.Organisation, after.Unit, after.CommonName));
        Assert.Null((await office.Revoking.FindAsync(TestAuthority.Asagiri, old.Serial, Cancel)).Value.RevokedAt);
    }

    [Fact]
    public async Task The_old_key_is_refused()
    {
        var request = TestAuthority.Request();
        var old = (await office.Issuing.IssueAsync(TestAuthority.Order(office, request), office.Database.Time.GetUtcNow(), Cancel)).Value;

        Assert.Equal("certificate-key-in-use", (await RenewAsync(old.Serial, Renew() with { Csr = request.Csr })).Refusal?.Code);
    }

    [Theory]
    [InlineData("logid032 A001 20271121180000000435")]
    [InlineData("logid031 A002 20271121180000000435")]
    [InlineData("logid031")]
    public async Task Another_holder_is_refused(string commonName) =>
        Assert.Equal("renewal-of-another-holder", (await RenewAsync((await IssueAsync()).Serial, Renew() with { CommonName = commonName })).Refusal?.Code);

    [Fact]
    public async Task What_does_not_stand_is_not_renewed_but_an_intent_that_stood_is_completed()
    {
        var (suspended, revoked, begun) = (await IssueAsync(), await IssueAsync(), await IssueAsync());
        await office.SuspendAsync(TestAuthority.Asagiri, suspended.Serial, Guid.NewGuid(), Cancel);
        await office.RevokeAsync(TestAuthority.Asagiri, revoked.Serial, RevocationReason.KeyCompromise, Cancel);
        var request = Renew();
        var first = (await RenewAsync(begun.Serial, request)).Value;
        await office.RevokeAsync(TestAuthority.Asagiri, begun.Serial, RevocationReason.Superseded, Cancel);

        Assert.Equal("renewal-of-ended-certificate", (await RenewAsync(suspended.Serial, Renew())).Refusal?.Code);
        Assert.Equal("renewal-of-ended-certificate", (await RenewAsync(revoked.Serial, Renew())).Refusal?.Code);
        Assert.Equal("renewal-of-ended-certificate", (await RenewAsync(begun.Serial, Renew())).Refusal?.Code);
        Assert.Equal(first.Serial, (await RenewAsync(begun.Serial, request)).Value.Serial);
    }

    [Fact]
    public async Task An_expired_certificate_is_not_renewed()
    {
        var old = await IssueAsync();
        var order = await OrderAsync(old.Serial, Renew());

        var late = await office.Issuing.IssueAsync(order.Value, Certificate.Read(old.Certificate).Value.NotAfter.AddSeconds(1), Cancel);

        Assert.Equal("renewal-of-ended-certificate", late.Refusal?.Code);
    }

    [Fact]
    public async Task Another_banks_certificate_a_banks_own_and_an_unknown_one_are_not_renewed()
    {
        var old = await IssueAsync();
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var own = (await office.RegisterBankAsync(TestAuthority.Asagiri, Guid.NewGuid(), TestAuthority.Csr(key), Cancel)).Value;

        Assert.Equal("serial-unknown", (await OrderAsync(old.Serial, Renew(), TestAuthority.Tsukinowa)).Refusal?.Code);
        Assert.Equal("serial-unknown", (await OrderAsync(own.Serial, Renew())).Refusal?.Code);
        Assert.Equal("serial-unknown", (await OrderAsync(new SerialNumber("5b8e869e2bc4b2225302f34ada65184e"), Renew())).Refusal?.Code);
    }

    [Fact]
    public async Task The_request_key_is_bound_to_old_certificate_and_overlap()
    {
        var (old, other) = (await IssueAsync(), await IssueAsync());
        var request = Renew();
        Assert.Null((await RenewAsync(old.Serial, request)).Refusal);

        Assert.Equal("issue-request-key-reused", (await RenewAsync(other.Serial, request)).Refusal?.Code);
        Assert.Equal("issue-request-key-reused", (await RenewAsync(old.Serial, request with { Overlap = RenewalOverlap.KeepUntilExpiry })).Refusal?.Code);
    }

    [Fact]
    public async Task A_crash_between_any_two_steps_loses_nothing_and_repeats_nothing()
    {
        var old = await IssueAsync();
        foreach (var step in Enum.GetValues<IssuanceStep>())
        {
            var request = Renew();
            var order = (await OrderAsync(old.Serial, request)).Value;
            var broken = new Issuing(office.Database, office.Authorities, NullLogger<Issuing>.Instance)
            {
                Reached = reached => { if (reached == step) throw new BrokenOffException($"{step}"); },
            };
            await Assert.ThrowsAsync<BrokenOffException>(() => broken.IssueAsync(order, office.Database.Time.GetUtcNow(), Cancel));

            var renewed = (await RenewAsync(old.Serial, request)).Value;

            Assert.Equal(old.Serial, (await office.Revoking.FindAsync(TestAuthority.Asagiri, renewed.Serial, Cancel)).Value.Renews);
            Assert.Equal(renewed.Certificate, (await RenewAsync(old.Serial, request)).Value.Certificate);
        }
    }

    private static RenewRequest Renew()
    {
        var request = TestAuthority.Request();
        return new RenewRequest(request.RequestKey, request.Csr, "logid031 A001 20271121180000000436", 365, RenewalOverlap.ReplaceOnFirstUse);
    }

    private Task<Outcome<IssuanceOrder>> OrderAsync(SerialNumber old, RenewRequest request, BankCode? bank = null) => Renewal.OrderAsync(
        office.Database, bank ?? TestAuthority.Asagiri, office.Authorities, old, request, Cancel);

    private async Task<Outcome<IssuedCertificate>> RenewAsync(SerialNumber old, RenewRequest request)
    {
        var order = await OrderAsync(old, request);
        return order.Refusal is { } refusal ? refusal : await office.Issuing.IssueAsync(order.Value, office.Database.Time.GetUtcNow(), Cancel);
    }

    private async Task<IssuedCertificate> IssueAsync() =>
        (await office.Issuing.IssueAsync(TestAuthority.Order(office, TestAuthority.Request()), office.Database.Time.GetUtcNow(), Cancel)).Value;
}
