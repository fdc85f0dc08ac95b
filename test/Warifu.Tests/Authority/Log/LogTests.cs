using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography.X509Certificates;
using Warifu.Authority;
using Warifu.Authority.Authorities;
using Warifu.Authority.Log;
using Warifu.Pki.Log;
using Warifu.Tests.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority.Log;

public sealed class LogTests(TestCluster cluster) : IAsyncLifetime
{
    private TestAuthority authority = null!;
    private AuthorityOffice office = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private OpenAuthority Asagiri => office.Authorities.OfCustomers(TestAuthority.Asagiri)!;

    public async ValueTask InitializeAsync()
    {
        authority = await TestAuthority.HeldAsync(cluster);
        office = await authority.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await office.DisposeAsync();
        await authority.DisposeAsync();
    }

    [Fact]
    public async Task What_happened_to_a_certificate_is_a_leaf_that_only_the_holder_can_tell()
    {
        var issued = await IssueAsync();
        await office.Revoking.RevokeAsync(TestAuthority.Asagiri, issued.Serial, RevocationReason.KeyCompromise, Cancel);
        Assert.Equal(2, await office.Sequencing.SequenceAsync(Asagiri, Cancel));

        var told = (await office.LogProofs.ReceiptsAsync(TestAuthority.Asagiri, issued.Serial, Cancel)).Value;

        Assert.Equal([LogEvent.Issued, LogEvent.Revoked], told.Receipts.Select(receipt => receipt.Event));
        Assert.Equal([0L, 1L], told.Receipts.Select(receipt => receipt.LeafIndex));
        Assert.All(told.Receipts, receipt => Assert.True(Proves(told.Checkpoint!, receipt)));
        Assert.False(Proves(told.Checkpoint!, told.Receipts[0] with { Salt = new byte[32] }));
        Assert.Equal("serial-unknown", (await office.LogProofs.ReceiptsAsync(TestAuthority.Tsukinowa, issued.Serial, Cancel)).Refusal?.Code);
    }

    [Fact]
    public async Task A_revocation_asked_twice_is_one_leaf_and_a_refused_request_is_none()
    {
        var issued = await IssueAsync();
        await office.Revoking.RevokeAsync(TestAuthority.Asagiri, issued.Serial, RevocationReason.KeyCompromise, Cancel);
        await office.Revoking.RevokeAsync(TestAuthority.Asagiri, issued.Serial, RevocationReason.Superseded, Cancel);
        var request = TestAuthority.Request();
        request.Csr[^1] ^= 1;
        await office.Issuing.IssueAsync(TestAuthority.Order(office, request), office.Database.Time.GetUtcNow(), Cancel);

        Assert.Equal(2, await office.Sequencing.SequenceAsync(Asagiri, Cancel));
        Assert.Equal(0, await office.Sequencing.SequenceAsync(Asagiri, Cancel));
    }

    [Fact]
    public async Task A_leaf_stands_with_its_register_row_before_it_has_a_place()
    {
        var issued = await IssueAsync();

        var told = (await office.LogProofs.ReceiptsAsync(TestAuthority.Asagiri, issued.Serial, Cancel)).Value;

        Assert.Null(told.Checkpoint);
        Assert.Null(Assert.Single(told.Receipts).LeafIndex);
    }

    [Theory]
    [InlineData(nameof(SequencingStep.LeavesRead))]
    [InlineData(nameof(SequencingStep.LeavesPlaced))]
    [InlineData(nameof(SequencingStep.TilesStored))]
    [InlineData(nameof(SequencingStep.CheckpointSigned))]
    [InlineData(nameof(SequencingStep.Committed))]
    public async Task A_crash_between_any_two_steps_leaves_a_whole_log_that_goes_on(string boundary)
    {
        await IssueAsync();
        await office.Sequencing.SequenceAsync(Asagiri, Cancel);
        var kept = await CheckpointAsync();
        await IssueAsync();
        var crashing = new LogSequencing(office.Database) { Reached = step => BreakOff(step.ToString() == boundary) };

        await Assert.ThrowsAsync<BrokenOffException>(() => crashing.SequenceAsync(Asagiri, Cancel));

        Assert.Equal(boundary == nameof(SequencingStep.Committed) ? 2 : 1, (await CopyAsync(kept)).Checkpoint.Size);
        await IssueAsync();
        await using var restarted = await authority.OpenAsync();
        while (await restarted.Sequencing.SequenceAsync(Asagiri, Cancel) > 0)
        {
        }
        Assert.Equal(3, (await CopyAsync(kept)).Checkpoint.Size);
    }

    [Fact]
    public async Task Two_nodes_on_one_database_make_one_log()
    {
        await using var second = await authority.OpenAsync();
        AuthorityOffice[] nodes = [office, second];
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var sequencing = nodes.Select(node => Task.Run(async () =>
        {
            var placed = 0;
            while (!over.IsCancellationRequested)
                placed += await node.Sequencing.SequenceAsync(node.Authorities.OfCustomers(TestAuthority.Asagiri)!, Cancel) ?? 0;
            return placed;
        }, Cancel)).ToList();

        await Task.WhenAll(Enumerable.Range(0, 60).Select(at => IssueAsync(nodes[at % 2])));
        await over.CancelAsync();
        var placed = (await Task.WhenAll(sequencing)).Sum() + await office.Sequencing.SequenceAsync(Asagiri, Cancel);

        Assert.Equal(60, placed);
        Assert.Equal(60, (await CopyAsync(null)).Checkpoint.Size);
        var places = await office.Database.WithoutTenantAsync(work => work.QueryAsync<long>("select leaf_index from log_leaf order by leaf_index"), Cancel);
        Assert.Equal(Enumerable.Range(0, 60).Select(at => (long)at), places);
    }

    [Fact]
    public async Task The_log_is_served_as_files_and_the_bank_gets_its_proofs()
    {
        await using var app = await authority.ServeAsync();
        using var key = System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        var registration = (await office.RegisterBankAsync(TestAuthority.Asagiri, Guid.NewGuid(), TestAuthority.Csr(key), Cancel)).Value;
        using var bare = X509CertificateLoader.LoadCertificate(registration.Certificate);
        using var own = bare.CopyWithPrivateKey(key);
        using var bank = authority.Client(office.Root, own);
        using var anyone = new HttpClient { BaseAddress = new Uri(authority.Settings.StatusAddresses[0].Origin(tls: false) + "/logs/asagiri-g1/") };
        var first = await IssueAsync();
        var early = await TakenUpAsync(bank, first);
        var second = await IssueAsync();
        var late = await TakenUpAsync(bank, second);

        var from = Checkpoint.Read(early.Checkpoint!, Asagiri.Certificate.Key).Value;
        var consistency = (await bank.GetFromJsonAsync<LogConsistency>(LogWire.Consistency(from.Size), WireJson.Options, Cancel))!;
        var copy = await LogCopy.CheckAsync(path => FetchAsync(anyone, path), Asagiri.Certificate.Key, early.Checkpoint);
        using var checkpoint = await anyone.GetAsync("checkpoint", Cancel);
        using var tile = await anyone.GetAsync("tile/0/000.p/1", Cancel);
        using var issuer = await anyone.GetAsync("issuer.cer", Cancel);
        using var tooWide = await anyone.GetAsync("tile/0/000.p/9", Cancel);
        using var nobody = await bank.GetAsync(LogWire.Consistency(99), Cancel);

        Assert.True(Proves(late.Checkpoint!, late.Receipts[0]));
        var to = Checkpoint.Read(consistency.Checkpoint, Asagiri.Certificate.Key).Value;
        Assert.True(Proofs.AreConsistent(from.Size, from.Root, to.Size, to.Root, consistency.Proof));
        Assert.Equal(2, copy.Value.Checkpoint.Size);
        Assert.True(copy.Value.Holds(late.Receipts[0]));
        Assert.Equal("text/plain; charset=utf-8", checkpoint.Content.Headers.ContentType?.ToString());
        Assert.Equal(TimeSpan.FromSeconds(1), checkpoint.Headers.CacheControl?.MaxAge);
        Assert.Equal("application/octet-stream", tile.Content.Headers.ContentType?.ToString());
        Assert.Equal("public, max-age=31536000, immutable", tile.Headers.CacheControl?.ToString());
        Assert.Equal(Asagiri.Certificate.Der.ToArray(), await issuer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(HttpStatusCode.NotFound, tooWide.StatusCode);
        Assert.Equal("log-size-unknown", (await nobody.Content.ReadFromJsonAsync<Problem>(WireJson.Options, Cancel))?.Code);
    }

    private static async Task<byte[]?> FetchAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path, Cancel);
        return answer.IsSuccessStatusCode ? await answer.Content.ReadAsByteArrayAsync(Cancel) : null;
    }

    /// <summary>The sequencer of the server works by itself; the bank asks until it has.</summary>
    private static async Task<LogReceipts> TakenUpAsync(HttpClient bank, IssuedCertificate issued)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromSeconds(15));
        while (true)
        {
            var told = (await bank.GetFromJsonAsync<LogReceipts>(LogWire.Receipts(issued.Serial), WireJson.Options, patience.Token))!;
            if (told.Receipts.All(receipt => receipt.LeafIndex is not null))
                return told;
        }
    }

    private bool Proves(string note, LogReceipt receipt)
    {
        var head = Checkpoint.Read(note, Asagiri.Certificate.Key, LogHead.OriginOf(Asagiri)).Value;
        var entry = new LogRecord(receipt.CertificateSha256, receipt.Event, receipt.At, receipt.Salt).Entry;
        return Proofs.Includes(head.Root, head.Size, receipt.LeafIndex!.Value, MerkleTree.LeafHash(entry), receipt.Proof);
    }

    private async Task<LogCopy> CopyAsync(string? earlier) => (await office.Database.WithoutTenantAsync(
        work => LogCopy.CheckAsync(
            async path => path == "checkpoint"
                ? System.Text.Encoding.UTF8.GetBytes((await LogHead.FindAsync(work, Asagiri.Id))!.Checkpoint)
                : await LogTiles.FindAsync(work, Asagiri.Id, Tile.Parse(path)!.Value),
            Asagiri.Certificate.Key, earlier), Cancel)).Value;

    private async Task<string> CheckpointAsync() =>
        (await office.Database.WithoutTenantAsync(work => LogHead.FindAsync(work, Asagiri.Id), Cancel))!.Checkpoint;

    private Task<IssuedCertificate> IssueAsync() => IssueAsync(office);

    private static async Task<IssuedCertificate> IssueAsync(AuthorityOffice node) =>
        (await node.Issuing.IssueAsync(TestAuthority.Order(node, TestAuthority.Request()), node.Database.Time.GetUtcNow(), Cancel)).Value;

    private static void BreakOff(bool here)
    {
        if (here)
            throw new BrokenOffException();
    }
}
