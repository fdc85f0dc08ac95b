using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Warifu.Authority;
using Warifu.Authority.Issuance;
using Warifu.Pki.Certificates;
using Warifu.Pki.Chains;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority.Issuance;

public sealed class IssuingTests(HeldAuthority held) : IClassFixture<HeldAuthority>
{
    private readonly AuthorityOffice office = held.Office;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_customers_certificate_is_named_as_the_manual_shows_and_trusted()
    {
        var issued = (await IssueAsync(TestAuthority.Request())).Value;

        var certificate = Certificate.Read(issued.Certificate).Value;
        Assert.Equal(
            "O = (9972)株式会社みなと商会, OU = (9972)Asagiri CA - G1, CN = logid031 A001 20261121180000000435", certificate.Subject!.ToString());
        Assert.Equal(issued.Serial, certificate.Serial);
        Assert.Equal(TimeSpan.FromDays(365) - TimeSpan.FromSeconds(1), certificate.NotAfter - certificate.NotBefore);
        var chain = issued.Chain.Select(der => Certificate.Read(der).Value).ToList();
        Assert.Null(ChainPolicy.Accept(certificate, chain[0], chain[1], Purpose.ClientAuthentication, TimeProvider.System.GetUtcNow()).Refusal);
    }

    [Fact]
    public async Task The_same_request_again_is_the_same_certificate()
    {
        var request = TestAuthority.Request();

        var first = (await IssueAsync(request)).Value;
        var second = (await IssueAsync(request)).Value;

        Assert.Equal(first.Certificate, second.Certificate);
        Assert.Single(await CertificatesOfAsync(request));
    }

    [Fact]
    public async Task The_same_request_from_many_sides_at_once_is_one_certificate()
    {
        var request = TestAuthority.Request();

        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => IssueAsync(request)));

        Assert.Single(all.Select(one => Convert.ToHexString(one.Value.Certificate)).Distinct());
        Assert.Single(await IntentsOfAsync(request));
        Assert.Single(await CertificatesOfAsync(request));
    }

    [Fact]
    public async Task The_same_request_key_with_other_content_is_refused()
    {
        var request = TestAuthority.Request();
        await IssueAsync(request);

        var otherCsr = await IssueAsync(TestAuthority.Request(request.RequestKey));
        var otherName = await IssueAsync(request with { CommonName = "somebody else" });

        Assert.Equal(IssuanceRefusals.RequestKeyReused, otherCsr.Refusal);
        Assert.Equal(IssuanceRefusals.RequestKeyReused, otherName.Refusal);
    }

    [Fact]
    public async Task A_key_gets_one_certificate_however_many_ask_at_once()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => IssueAsync(TestAuthority.Request(csr: TestAuthority.Csr(key)))));

        Assert.Single(all, one => one.Refusal is null);
        Assert.All(all.Where(one => one.Refusal is not null), one => Assert.Equal(IssuanceRefusals.KeyInUse, one.Refusal));
    }

    [Fact]
    public async Task Two_banks_may_certify_one_key_and_use_one_request_key()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = TestAuthority.Request(csr: TestAuthority.Csr(key));

        Assert.Null((await IssueAsync(request)).Refusal);
        Assert.Null((await IssueAsync(request, TestAuthority.Tsukinowa)).Refusal);
    }

    [Fact]
    public async Task A_signing_request_without_possession_leaves_no_intent()
    {
        var csr = TestAuthority.Request().Csr;
        csr[^1] ^= 1;

        var request = TestAuthority.Request(csr: csr);

        Assert.Equal("signing-request-unsound", (await IssueAsync(request)).Refusal?.Code);
        Assert.Empty(await IntentsOfAsync(request));
    }

    [Fact]
    public void Everything_wrong_with_a_request_is_said_at_once()
    {
        var wrong = new IssueRequest(Guid.Empty, [], "", new string('あ', 58), 1097);

        var detail = IssuanceOrder.OfCustomer(TestAuthority.Asagiri, office.Authorities.OfCustomers(TestAuthority.Asagiri)!, wrong).Refusal!.Detail!.Ja;

        Assert.All(["common-name", "organisation", "validity", "request-key"], code => Assert.Contains($"(issue-{code})", detail, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(nameof(IssuanceStep.RequestRead))]
    [InlineData(nameof(IssuanceStep.Prepared))]
    [InlineData(nameof(IssuanceStep.IntentStored))]
    [InlineData(nameof(IssuanceStep.Signed))]
    [InlineData(nameof(IssuanceStep.Registered))]
    public async Task A_crash_between_any_two_steps_loses_nothing_and_repeats_nothing(string boundary)
    {
        var request = TestAuthority.Request();
        var crashing = new Issuing(office.Database, office.Authorities, NullLogger<Issuing>.Instance)
        {
            Reached = step => BreakOff(step.ToString() == boundary),
        };
        var order = TestAuthority.Order(office, request);
        await Assert.ThrowsAsync<BrokenOffException>(() => crashing.IssueAsync(order, office.Database.Time.GetUtcNow(), Cancel));
        var intended = await IntentsOfAsync(request);
        var registered = await CertificatesOfAsync(request);

        await using var restarted = await held.Authority.OpenAsync();
        var issued = (await restarted.Issuing.IssueAsync(
            TestAuthority.Order(restarted, request), office.Database.Time.GetUtcNow().AddMinutes(1), Cancel)).Value;

        Assert.All(intended, serial => Assert.Equal(serial, issued.Serial.Hex));
        Assert.All(registered, der => Assert.Equal(der, issued.Certificate));
        Assert.Single(await IntentsOfAsync(request));
        Assert.Single(await CertificatesOfAsync(request));
        Assert.Equal(boundary is nameof(IssuanceStep.IntentStored) or nameof(IssuanceStep.Signed) or nameof(IssuanceStep.Registered), intended.Count == 1);
        Assert.Equal(boundary == nameof(IssuanceStep.Registered), registered.Count == 1);
    }

    [Fact]
    public async Task One_bank_sees_no_row_of_another()
    {
        var issued = (await IssueAsync(TestAuthority.Request())).Value;

        foreach (var table in (string[])["issuance", "certificate"])
        {
            var sql = $"select count(*)::int from {table} where serial = '{issued.Serial}'";
            Assert.Equal(1, await office.Database.InTenantAsync("9972", work => work.SingleAsync<int>(sql), Cancel));
            Assert.Equal(0, await office.Database.InTenantAsync("9971", work => work.SingleAsync<int>(sql), Cancel));
            Assert.Equal(0, await office.Database.WithoutTenantAsync(work => work.SingleAsync<int>(sql), Cancel));
        }
    }

    [Fact]
    public async Task Every_table_with_a_bank_forces_row_level_security()
    {
        var open = await office.Database.WithoutTenantAsync(work => work.QueryAsync<string>("""
            select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relkind = 'r' and a.attname = 'bank_code' and c.relnamespace = 'public'::regnamespace
              and not (c.relrowsecurity and c.relforcerowsecurity)
            """), Cancel);

        // Authorities are published to anyone.
        Assert.Equal(["authority"], open);
    }

    private static void BreakOff(bool here)
    {
        if (here)
            throw new BrokenOffException();
    }

    private Task<Outcome<IssuedCertificate>> IssueAsync(IssueRequest request, BankCode? bank = null) =>
        office.Issuing.IssueAsync(TestAuthority.Order(office, request, bank), office.Database.Time.GetUtcNow(), Cancel);

    private Task<IReadOnlyList<string>> IntentsOfAsync(IssueRequest request) => office.Database.InTenantAsync(
        "9972", work => work.QueryAsync<string>("select serial from issuance where request_key = @RequestKey", request), Cancel);

    private Task<IReadOnlyList<byte[]>> CertificatesOfAsync(IssueRequest request) => office.Database.InTenantAsync(
        "9972", work => work.QueryAsync<byte[]>("select der from certificate join issuance using (bank_code, serial) where request_key = @RequestKey", request), Cancel);
}
