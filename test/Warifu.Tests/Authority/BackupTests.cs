using Npgsql;
using Warifu.Authority;
using Warifu.Authority.Authorities;
using Warifu.Authority.Status;
using Warifu.Tests.Pki;
using Warifu.Tests.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority;

/// <summary>docs/operations.md, word by word: a dump by the superuser, restored into a new database of the same roles.</summary>
public sealed class BackupTests(TestCluster cluster) : IAsyncLifetime
{
    private TestAuthority authority = null!;
    private AuthorityOffice office = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
    public async Task A_restored_authority_goes_on_with_its_register_its_log_and_its_numbers()
    {
        var issued = await IssueAsync(office);
        await PublishAsync(office);
        var list = (await office.Crls.CurrentAsync("asagiri-g1", CrlRow.Full, Cancel))!;
        var request = TestAuthority.Request();
        var begun = await IssueAsync(office, request);
        await PublishAsync(office);

        await using var restored = await AuthorityOffice.OpenAsync(await RestoreAsync(await DumpAsync()), cancel: Cancel);

        var before = (await office.LogProofs.ReceiptsAsync(TestAuthority.Asagiri, issued.Serial, Cancel)).Value;
        var after = (await restored.LogProofs.ReceiptsAsync(TestAuthority.Asagiri, issued.Serial, Cancel)).Value;
        Assert.Equal(before.Checkpoint, after.Checkpoint);
        Assert.Equal(before.Receipts.Single().Proof, after.Receipts.Single().Proof);
        Assert.Equal(begun.Certificate, (await IssueAsync(restored, request)).Certificate);
        await IssueAsync(restored);
        Assert.Equal(1, await restored.Sequencing.SequenceAsync(Asagiri(restored), Cancel));
        Assert.Null((await restored.RevokeAsync(TestAuthority.Asagiri, issued.Serial, RevocationReason.Superseded, Cancel)).Refusal);
        Assert.Equal(list.Number + 1, (await restored.Crls.CurrentAsync("asagiri-g1", CrlRow.Full, Cancel))!.Number);
    }

    [Fact]
    public async Task A_database_older_than_the_published_log_is_not_served_from()
    {
        await IssueAsync(office);
        await PublishAsync(office);
        var dump = await DumpAsync();
        await IssueAsync(office);
        await PublishAsync(office);
        var settings = await RestoreAsync(dump);

        var older = await Assert.ThrowsAsync<RefusedException>(() => AuthorityOffice.OpenAsync(settings, cancel: Cancel));

        Assert.Equal("log-behind-published", older.Refusal.Code);
        Assert.Contains("asagiri-g1.checkpoint", older.Refusal.Detail!.En, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_log_that_grew_another_way_than_the_published_one_is_not_served_from()
    {
        await IssueAsync(office);
        await PublishAsync(office);
        var settings = await RestoreAsync(await DumpAsync());
        await IssueAsync(office);
        await using (var other = await AuthorityOffice.OpenAsync(settings with { Folder = Copied(settings.Folder) }, cancel: Cancel))
        {
            for (var at = 0; at < 3; at++)
                await IssueAsync(other);
            while (await other.Sequencing.SequenceAsync(Asagiri(other), Cancel) is not 0)
            {
                // Until every leaf has its place.
            }
        }

        await PublishAsync(office);

        var forked = await Assert.ThrowsAsync<RefusedException>(() => AuthorityOffice.OpenAsync(settings, cancel: Cancel));
        Assert.Equal("log-behind-published", forked.Refusal.Code);
    }

    /// <summary>As the sequencer of a node does.</summary>
    private static async Task PublishAsync(AuthorityOffice node)
    {
        while (await node.Sequencing.SequenceAsync(Asagiri(node), Cancel) is not 0)
        {
            // Until every leaf has its place.
        }
        await node.Published.KeepAsync(Asagiri(node), Cancel);
    }

    private static OpenAuthority Asagiri(AuthorityOffice node) => node.Authorities.OfCustomers(TestAuthority.Asagiri)!;

    private static async Task<IssuedCertificate> IssueAsync(AuthorityOffice node, IssueRequest? request = null) => (await node.Issuing.IssueAsync(
        TestAuthority.Order(node, request ?? TestAuthority.Request()), node.Database.Time.GetUtcNow(), Cancel)).Value;

    private static string Copied(string folder)
    {
        var copy = Directory.CreateDirectory(folder + "-copy").FullName;
        foreach (var file in Directory.GetFiles(folder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private async Task<string> DumpAsync()
    {
        using var dump = Judge.Call("pg_dump");
        var place = new NpgsqlConnectionStringBuilder(authority.Settings.RuntimeConnection);
        var file = Path.Combine(Path.GetDirectoryName(authority.Settings.Folder)!, "authority.dump");
        var (code, words) = await dump.Ask("-h", place.Host!, "-U", "postgres", "-Fc", "-f", file, place.Database!);
        Assert.True(code == 0, words);
        return file;
    }

    private async Task<AuthoritySettings> RestoreAsync(string file)
    {
        using var restore = Judge.Call("pg_restore");
        var settings = authority.Settings;
        var place = new NpgsqlConnectionStringBuilder(settings.RuntimeConnection);
        var copy = place.Database + "_restored";
        await using (var connection = new NpgsqlConnection($"Host={place.Host};Database=postgres;Username=postgres;Pooling=false"))
        {
            await connection.OpenAsync(Cancel);
            await using var command = new NpgsqlCommand($"create database {copy} owner {settings.Database.OwnerRole}", connection);
            await command.ExecuteNonQueryAsync(Cancel);
        }

        Assert.Equal((0, ""), await restore.Ask("-h", place.Host!, "-U", "postgres", "-d", copy, file));
        string Moved(string connection) => new NpgsqlConnectionStringBuilder(connection) { Database = copy }.ConnectionString;
        return settings with { OwnerConnection = Moved(settings.OwnerConnection), RuntimeConnection = Moved(settings.RuntimeConnection) };
    }
}
