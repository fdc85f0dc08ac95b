using System.Security.Cryptography.X509Certificates;
using Warifu.Authority;
using Warifu.Authority.Status;
using Warifu.Pki.Status;
using Warifu.Postgres.Jobs;
using Warifu.Tests.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;
using OcspRequestTests = Warifu.Tests.Pki.Status.OcspRequestTests;

namespace Warifu.Tests.Authority.Status;

/// <summary>What the round of the refresh and the clock do to answers, lists and responders.</summary>
public sealed class StatusOverTimeTests(TestCluster cluster) : IAsyncLifetime
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

    [Fact]
    public async Task A_kept_answer_is_signed_anew_at_half_of_its_life_and_not_before()
    {
        var serial = (await IssueAsync(365)).Serial;
        var first = await AskAsync(serial);
        clock.Move(TimeSpan.FromHours(11.9));
        await RoundAsync();
        Assert.Equal(first.Der.ToArray(), (await AskAsync(serial)).Der.ToArray());

        clock.Move(TimeSpan.FromHours(0.2));
        await RoundAsync();

        var second = await AskAsync(serial);
        Assert.Equal(clock.GetUtcNow(), second.ThisUpdate);
        Assert.Equal(clock.GetUtcNow().AddHours(24), second.NextUpdate);
    }

    [Fact]
    public async Task The_round_signs_the_answer_of_a_revoked_certificate_before_anybody_asks()
    {
        var serial = (await IssueAsync(365)).Serial;
        var before = await AskAsync(serial);
        clock.Move(TimeSpan.FromMinutes(1));
        await office.Revoking.RevokeAsync(TestAuthority.Asagiri, serial, RevocationReason.KeyCompromise, Cancel);

        await RoundAsync();

        var kept = await OcspRow.FindAsync(office.Database, "asagiri-g1", serial.Hex, clock.GetUtcNow(), Cancel);
        Assert.NotNull(kept!.Der);
        Assert.NotEqual(before.Der.ToArray(), kept.Der);
        Assert.Equal(RevocationReason.KeyCompromise, kept.Status.Reason);
    }

    [Fact]
    public async Task An_answer_from_before_the_clock_went_back_is_not_given()
    {
        var serial = (await IssueAsync(365)).Serial;
        await AskAsync(serial);
        clock.Move(TimeSpan.FromMinutes(-5));

        Assert.Null((await OcspRow.FindAsync(office.Database, "asagiri-g1", serial.Hex, clock.GetUtcNow(), Cancel))!.Der);
    }

    [Fact]
    public async Task A_responder_is_renewed_when_a_third_of_its_life_is_left()
    {
        var issuing = office.Authorities.OfCustomers(TestAuthority.Asagiri)!;
        var first = (await office.Responders.OfAsync(issuing, Cancel)).Certificate;
        clock.Move(TimeSpan.FromDays(19));
        Assert.Same(first, (await office.Responders.OfAsync(issuing, Cancel)).Certificate);

        clock.Move(TimeSpan.FromDays(1.1));
        await RoundAsync();

        var second = (await office.Responders.OfAsync(issuing, Cancel)).Certificate;
        Assert.NotEqual(first.Serial, second.Serial);
        Assert.NotEqual(first.Key.Info.ToArray(), second.Key.Info.ToArray());
        Assert.Equal(clock.GetUtcNow(), second.NotBefore);
    }

    [Theory]
    [InlineData("")]
    [InlineData("shard")]
    public async Task An_expired_certificate_stands_on_one_list_after_its_end_and_on_none_after_that(string scope)
    {
        var serial = (await IssueAsync(2)).Serial;
        var shard = scope == "" ? "" : serial.Hex[^1..];
        await office.Revoking.RevokeAsync(TestAuthority.Asagiri, serial, RevocationReason.Superseded, Cancel);
        Assert.True(await NamesAsync(shard, serial));

        clock.Move(TimeSpan.FromDays(3));
        Assert.True(await NamesAsync(shard, serial));
        clock.Move(TimeSpan.FromHours(2));

        Assert.False(await NamesAsync(shard, serial));
    }

    [Fact]
    public async Task The_round_makes_full_lists_anew_and_asks_for_the_next_one_once()
    {
        var first = (await office.Crls.CurrentAsync("asagiri-g1", CrlRow.Full, Cancel))!;
        clock.Move(TimeSpan.FromHours(1.1));

        await RoundAsync();
        await RoundAsync();

        var jobs = await office.Database.WithoutTenantAsync(
            work => work.QueryAsync<DateTimeOffset>("select run_at from job where kind = 'status-refresh'"), Cancel);
        var kept = await office.Database.WithoutTenantAsync(work => CrlRow.LatestAsync(work, "asagiri-g1", CrlRow.Full), Cancel);
        Assert.Equal(first.Number + 1, kept!.Number);
        Assert.Equal(clock.GetUtcNow().AddMinutes(1), Assert.Single(jobs));
    }

    private async Task RoundAsync()
    {
        var refresh = new StatusRefresh(
            office.Database, office.Authorities, office.Answers, office.Crls, office.Responders, new JobQueue(office.Wakeup));
        await refresh.DoAsync(new Job(0, refresh.Kind, "", "", 0), Cancel);
    }

    private async Task<bool> NamesAsync(string shard, SerialNumber serial)
    {
        var list = (await office.Crls.CurrentAsync("asagiri-g1", shard, Cancel))!;
        return CertificateRevocationListBuilder.Load(list.Der, out _).RemoveEntry(serial.ToBytes());
    }

    private async Task<IssuedCertificate> IssueAsync(int days) => (await office.Issuing.IssueAsync(
        TestAuthority.Order(office, TestAuthority.Request() with { ValidityDays = days }), clock.GetUtcNow(), Cancel)).Value;

    private Task<OcspAnswer> AskAsync(SerialNumber serial)
    {
        var id = CertificateId.Of(office.Authorities.OfCustomers(TestAuthority.Asagiri)!.Issuer, serial);
        return office.Answers.AnswerAsync(OcspRequest.Read(OcspRequestTests.Write(writer => writer.WriteEncodedValue(id.Der.Span), 1, []))!, Cancel);
    }
}
