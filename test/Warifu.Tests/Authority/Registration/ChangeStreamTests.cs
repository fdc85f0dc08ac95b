using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Warifu.Authority;
using Warifu.Authority.Registration;
using Warifu.Tests.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority.Registration;

/// <summary>The stream with real TLS, each test with an authority of its own.</summary>
public sealed class ChangeStreamTests(TestCluster cluster)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bank_hears_of_its_changes_in_order_within_a_second_and_of_no_other_banks()
    {
        await using var world = await World.MakeAsync(cluster);
        var (own, other) = (await world.IssueAsync(TestAuthority.Asagiri), await world.IssueAsync(TestAuthority.Tsukinowa));
        await using var stream = await world.ListenAsync(TestAuthority.Asagiri);
        Assert.Equal(0, await stream.HeartbeatAsync());

        await world.Office.RevokeAsync(TestAuthority.Tsukinowa, other, RevocationReason.KeyCompromise, Cancel);
        var at = TimeProvider.System.GetUtcNow();
        await world.Office.SuspendAsync(TestAuthority.Asagiri, own, Guid.NewGuid(), Cancel);
        var first = await stream.ChangeAsync();
        Assert.InRange(TimeProvider.System.GetUtcNow() - at, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        await world.Office.ResumeAsync(TestAuthority.Asagiri, own, Guid.NewGuid(), Cancel);
        await world.Office.RevokeAsync(TestAuthority.Asagiri, own, RevocationReason.Superseded, Cancel);
        var (second, third) = (await stream.ChangeAsync(), await stream.ChangeAsync());

        Assert.Equal((1L, own, ChangeKind.Suspended, RevocationReason.CertificateHold), (first.Number, first.Serial, first.Kind, first.Reason!.Value));
        Assert.Equal((2L, ChangeKind.Resumed, null), (second.Number, second.Kind, second.Reason));
        Assert.Equal((3L, ChangeKind.Revoked, RevocationReason.Superseded), (third.Number, third.Kind, third.Reason!.Value));
        Assert.Equal(3, await stream.HeartbeatAsync());
    }

    [Fact]
    public async Task A_stream_goes_on_after_the_number_the_bank_knows()
    {
        await using var world = await World.MakeAsync(cluster);
        for (var n = 0; n < 3; n++)
            await world.Office.RevokeAsync(TestAuthority.Asagiri, await world.IssueAsync(TestAuthority.Asagiri), RevocationReason.Superseded, Cancel);
        await using (var whole = await world.ListenAsync(TestAuthority.Asagiri))
            for (var n = 1; n <= 3; n++)
                Assert.Equal(n, (await whole.ChangeAsync()).Number);

        await using var rest = await world.ListenAsync(TestAuthority.Asagiri, "2");

        Assert.Equal(3, (await rest.ChangeAsync()).Number);
    }

    [Theory]
    [InlineData("one", "change-number-malformed")]
    [InlineData("-1", "change-number-malformed")]
    [InlineData("1", "change-number-ahead")]
    public async Task A_number_that_is_none_or_was_never_given_is_refused(string number, string code)
    {
        await using var world = await World.MakeAsync(cluster);
        using var request = new HttpRequestMessage(HttpMethod.Get, RegistrationWire.Changes) { Version = HttpVersion.Version20 };
        request.Headers.Add("Last-Event-ID", number);

        using var answer = await world.Clients[TestAuthority.Asagiri].SendAsync(request, Cancel);

        Assert.Equal(code, (await answer.Content.ReadFromJsonAsync<Problem>(WireJson.Options, Cancel))!.Code);
    }

    [Fact]
    public async Task Numbers_follow_commits_so_that_a_change_committed_late_is_not_lost()
    {
        await using var world = await World.MakeAsync(cluster, serve: false);
        var (early, late) = (await world.IssueAsync(TestAuthority.Asagiri), await world.IssueAsync(TestAuthority.Asagiri));
        var database = world.Office.Database;
        var bank = TestAuthority.Asagiri.Value;

        await database.InTenantAsync(bank, async work =>
        {
            // Recorded first, committed last.
            await Change.RecordAsync(work, late.Hex, ChangeKind.Revoked, RevocationReason.Superseded, database.Time.GetUtcNow());
            await world.Office.RevokeAsync(TestAuthority.Asagiri, early, RevocationReason.Superseded, Cancel);
            Assert.Equal(1, await ChangeNumbering.RunAsync(database, Cancel));
        }, Cancel);
        Assert.Equal(1, await ChangeNumbering.RunAsync(database, Cancel));

        var changes = await database.InTenantAsync(bank, work => Change.AfterAsync(work, 0), Cancel);
        Assert.Equal([(1L, early), (2L, late)], changes.Select(change => (change.Number, change.Serial)));
    }

    [Fact]
    public async Task Many_writers_give_each_bank_numbers_without_gap_or_twin()
    {
        await using var world = await World.MakeAsync(cluster, serve: false);
        await using var node = await world.Authority.OpenAsync();
        var serials = new List<SerialNumber>();
        for (var n = 0; n < 12; n++)
            serials.Add(await world.IssueAsync(TestAuthority.Asagiri));

        var numbering = Enumerable.Range(0, 40).Select(n => ChangeNumbering.RunAsync((n % 2 == 0 ? node : world.Office).Database, Cancel));
        var revoking = serials.Select((serial, n) =>
            (n % 2 == 0 ? node : world.Office).RevokeAsync(TestAuthority.Asagiri, serial, RevocationReason.Superseded, Cancel));
        await Task.WhenAll([.. numbering, .. revoking]);
        await ChangeNumbering.RunAsync(node.Database, Cancel);

        var changes = await node.Database.InTenantAsync(TestAuthority.Asagiri.Value, work => Change.AfterAsync(work, 0), Cancel);
        Assert.Equal(Enumerable.Range(1, 12).Select(n => (long)n), changes.Select(change => change.Number));
        Assert.Equal(serials.ToHashSet(), changes.Select(change => change.Serial).ToHashSet());
    }

    [Fact]
    public async Task A_change_whose_node_died_before_it_was_numbered_is_numbered_by_the_next()
    {
        await using var world = await World.MakeAsync(cluster, serve: false);
        var serial = await world.IssueAsync(TestAuthority.Asagiri);
        await using (var dying = await world.Authority.OpenAsync())
            await dying.RevokeAsync(TestAuthority.Asagiri, serial, RevocationReason.KeyCompromise, Cancel);
        Assert.Empty(await world.Office.Database.InTenantAsync(TestAuthority.Asagiri.Value, work => Change.AfterAsync(work, 0), Cancel));

        await world.ServeAsync();
        await using var stream = await world.ListenAsync(TestAuthority.Asagiri);

        Assert.Equal(serial, (await stream.ChangeAsync()).Serial);
    }

    [Fact]
    public async Task While_a_change_waits_for_its_number_nobody_is_told_that_he_knows_everything()
    {
        await using var world = await World.MakeAsync(cluster, serve: false);
        var database = world.Office.Database;
        var now = database.Time.GetUtcNow();
        var serial = await world.IssueAsync(TestAuthority.Asagiri);
        await world.Office.RevokeAsync(TestAuthority.Asagiri, serial, RevocationReason.KeyCompromise, Cancel);

        Assert.False(await HeldBackAsync(now));
        Assert.True(await HeldBackAsync(now.AddMinutes(1)));
        await ChangeNumbering.RunAsync(database, Cancel);
        Assert.False(await HeldBackAsync(now.AddMinutes(1)));

        Task<bool> HeldBackAsync(DateTimeOffset before) =>
            database.InTenantAsync(TestAuthority.Asagiri.Value, work => Change.IsHeldBackAsync(work, before), Cancel);
    }

    [Fact]
    public async Task The_stream_ends_with_the_banks_registration()
    {
        await using var world = await World.MakeAsync(cluster);
        await using var stream = await world.ListenAsync(TestAuthority.Asagiri);
        await stream.HeartbeatAsync();

        await world.Office.WithdrawBankAsync(TestAuthority.Asagiri, SHA256.HashData(world.Certificates[TestAuthority.Asagiri].RawData), Cancel);

        await Assert.ThrowsAsync<EndOfStreamException>(async () =>
        {
            while (true)
                await stream.HeartbeatAsync();
        });
    }

    private sealed class World : IAsyncDisposable
    {
        private Microsoft.AspNetCore.Builder.WebApplication? served;

        public required TestAuthority Authority { get; init; }

        public required AuthorityOffice Office { get; init; }

        public Dictionary<BankCode, HttpClient> Clients { get; } = [];

        public Dictionary<BankCode, X509Certificate2> Certificates { get; } = [];

        public static async Task<World> MakeAsync(TestCluster cluster, bool serve = true)
        {
            var authority = await TestAuthority.HeldAsync(cluster);
            var world = new World { Authority = authority, Office = await authority.OpenAsync() };
            foreach (var bank in (BankCode[])[TestAuthority.Asagiri, TestAuthority.Tsukinowa])
            {
                using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                var issued = (await world.Office.RegisterBankAsync(bank, Guid.NewGuid(), TestAuthority.Csr(key), Cancel)).Value;
                using var bare = X509CertificateLoader.LoadCertificate(issued.Certificate);
                world.Certificates[bank] = bare.CopyWithPrivateKey(key);
                world.Clients[bank] = authority.Client(world.Office.Root, world.Certificates[bank]);
            }
            if (serve)
                await world.ServeAsync();
            return world;
        }

        public async Task ServeAsync() => served = await Authority.ServeAsync();

        public async Task<SerialNumber> IssueAsync(BankCode bank) => (await Office.Issuing.IssueAsync(
            TestAuthority.Order(Office, TestAuthority.Request(), bank), Office.Database.Time.GetUtcNow(), Cancel)).Value.Serial;

        public async Task<Listener> ListenAsync(BankCode bank, string? after = null)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, RegistrationWire.Changes) { Version = HttpVersion.Version20 };
            if (after is not null)
                request.Headers.Add("Last-Event-ID", after);
            var answer = await Clients[bank].SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
            return new Listener(answer, await answer.Content.ReadAsStreamAsync(Cancel));
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var client in Clients.Values)
                client.Dispose();
            foreach (var certificate in Certificates.Values)
                certificate.Dispose();
            if (served is not null)
                await served.DisposeAsync();
            await Office.DisposeAsync();
            await Authority.DisposeAsync();
        }
    }

    private sealed class Listener(HttpResponseMessage answer, Stream body) : IAsyncDisposable
    {
        private readonly IAsyncEnumerator<SseItem<string>> events = SseParser.Create(body).EnumerateAsync(Cancel).GetAsyncEnumerator(Cancel);

        /// <summary>The next change, past heartbeats.</summary>
        public async Task<CertificateChange> ChangeAsync()
        {
            while (await NextAsync() is { } next)
                if (next.EventType == ChangeEvents.Change)
                {
                    var change = JsonSerializer.Deserialize<CertificateChange>(next.Data, WireJson.Options)!;
                    Assert.Equal($"{change.Number}", next.EventId);
                    return change;
                }
            throw new EndOfStreamException();
        }

        /// <summary>The next event, which is a heartbeat.</summary>
        public async Task<long> HeartbeatAsync()
        {
            var next = await NextAsync() ?? throw new EndOfStreamException();
            Assert.Equal(ChangeEvents.Heartbeat, next.EventType);
            return JsonSerializer.Deserialize<ChangeHeartbeat>(next.Data, WireJson.Options)!.Number;
        }

        public async ValueTask DisposeAsync()
        {
            await events.DisposeAsync();
            await body.DisposeAsync();
            answer.Dispose();
        }

        private async Task<SseItem<string>?> NextAsync() =>
            await events.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10), Cancel) ? events.Current : null;
    }
}
