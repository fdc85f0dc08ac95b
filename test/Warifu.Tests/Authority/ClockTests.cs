using Warifu.Authority;
using Warifu.Authority.Status;
using Warifu.Pki.Status;
using Warifu.Tests.Pki;
using Warifu.Tests.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;
using OcspRequestTests = Warifu.Tests.Pki.Status.OcspRequestTests;

namespace Warifu.Tests.Authority;

/// <summary>The machine's clock goes backwards.</summary>
public sealed class ClockTests(TestCluster cluster) : IAsyncLifetime
{
    private readonly MovingTime clock = new(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero));
    private TestAuthority authority = null!;
    private AuthorityOffice office = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        authority = await TestAuthority.HeldAsync(cluster, clock);
        office = await authority.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await office.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Theory]
    [InlineData(CrlRow.Full)]
    [InlineData("shard")]
    public async Task Numbers_and_times_of_lists_never_go_back_and_a_revocation_still_shows(string scope)
    {
        clock.Move(TimeSpan.FromHours(3));
        var serial = (await IssueAsync()).Value.Serial;
        var shard = scope == CrlRow.Full ? scope : serial.Hex[^1..];
        var before = (await office.Crls.CurrentAsync("asagiri-g1", shard, Cancel))!;
        clock.Move(TimeSpan.FromHours(-2));
        Assert.Equal(before.Der, (await office.Crls.CurrentAsync("asagiri-g1", shard, Cancel))!.Der);

        await office.RevokeAsync(TestAuthority.Asagiri, serial, RevocationReason.KeyCompromise, Cancel);
        var after = (await office.Crls.CurrentAsync("asagiri-g1", shard, Cancel))!;

        Assert.Equal(before.Number + 1, after.Number);
        Assert.True(after.ThisUpdate >= before.ThisUpdate);
        Assert.True(after.NextUpdate >= before.NextUpdate);
        Assert.Equal(1, after.Entries);
    }

    [Fact]
    public async Task A_certificate_begins_when_it_was_asked_for_and_none_begins_before_its_issuer()
    {
        var request = TestAuthority.Request();
        var begun = (await IssueAsync(request)).Value;
        clock.Move(TimeSpan.FromHours(-1));

        // The intent decides, whatever the clock says now.
        Assert.Equal(begun.Certificate, (await IssueAsync(request)).Value.Certificate);

        var early = await IssueAsync();
        Assert.Equal("certificate-against-profile", early.Refusal?.Code);
        var intents = await office.Database.InTenantAsync(TestAuthority.Asagiri.Value, work => work.SingleAsync<int>(
            "select count(*)::int from issuance where bank_code = @Tenant and authority_id = 'asagiri-g1'", new { work.Tenant }), Cancel);
        Assert.Equal(1, intents);
    }

    [Fact]
    public async Task Ocsp_answers_by_the_register_and_for_the_time_it_is_now()
    {
        clock.Move(TimeSpan.FromHours(3));
        var serial = (await IssueAsync()).Value.Serial;
        var before = await AskAsync(serial);
        clock.Move(TimeSpan.FromHours(-1));

        var good = await AskAsync(serial);
        await office.RevokeAsync(TestAuthority.Asagiri, serial, RevocationReason.KeyCompromise, Cancel);
        clock.Move(TimeSpan.FromMinutes(-10));
        var revoked = await AskAsync(serial);

        Assert.True(good.ThisUpdate <= clock.GetUtcNow().AddMinutes(10));
        Assert.NotEqual(before.Der.ToArray(), good.Der.ToArray());
        using var judge = Judge.Call("openssl");
        judge.Lay("answer.der", revoked.Der.Span);
        var words = (await judge.Ask("ocsp", "-respin", "answer.der", "-noverify", "-text")).Words;
        Assert.Contains("Cert Status: revoked", words, StringComparison.Ordinal);
    }

    private Task<Outcome<IssuedCertificate>> IssueAsync(IssueRequest? request = null) => office.Issuing.IssueAsync(
        TestAuthority.Order(office, request ?? TestAuthority.Request()), clock.GetUtcNow(), Cancel);

    private Task<OcspAnswer> AskAsync(SerialNumber serial)
    {
        var id = CertificateId.Of(office.Authorities.OfCustomers(TestAuthority.Asagiri)!.Issuer, serial);
        return office.Answers.AnswerAsync(OcspRequest.Read(OcspRequestTests.Write(writer => writer.WriteEncodedValue(id.Der.Span), 1, []))!, Cancel);
    }
}
