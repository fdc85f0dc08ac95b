using Npgsql;
using Warifu.Authority;
using Warifu.Authority.Status;

namespace Warifu.Tests.Authority.Status;

public sealed class StandingTests(HeldAuthority held) : IClassFixture<HeldAuthority>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Health_and_metrics_are_told_on_the_status_face()
    {
        await held.ServeOnceAsync();
        using var client = new HttpClient { BaseAddress = new Uri(held.Authority.Settings.StatusAddresses[0].Origin(tls: false)) };

        Assert.Equal("live\n", await client.GetStringAsync("/health/live", Cancel));
        Assert.Equal("ready\n", await client.GetStringAsync("/health/ready", Cancel));
        var metrics = await client.GetStringAsync("/metrics", Cancel);

        Assert.All(metrics.TrimEnd().Split('\n'), line => Assert.Matches("""^(# (HELP|TYPE) .+|warifu_authority_[a-z_]+(\{authority="[a-z0-9-]+"\})? -?[0-9.E+]+)$""", line));
        Assert.Contains("warifu_authority_crl_number{authority=\"root\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("warifu_authority_log_lag_seconds{authority=\"asagiri-g1\"}", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_standing_names_keys_logs_and_what_waits()
    {
        var issued = await held.Office.Issuing.IssueAsync(
            TestAuthority.Order(held.Office, TestAuthority.Request(), TestAuthority.Tsukinowa), held.Office.Database.Time.GetUtcNow(), Cancel);
        Assert.Null(issued.Refusal);

        var standing = await AuthorityStanding.ReadAsync(held.Authority.Settings.RuntimeConnection, TimeProvider.System, Cancel);

        Assert.Equal(["root", "asagiri-g1", "shiokaze-g1", "tsukinowa-g1", "wire-g1"], standing.Keys.Select(key => key.Authority).OrderBy(name => name != "root").ThenBy(name => name, StringComparer.Ordinal));
        Assert.Equal(["asagiri-g1", "shiokaze-g1", "tsukinowa-g1", "wire-g1"], standing.Logs.Select(log => log.Authority));
        var log = standing.Logs.Single(log => log.Authority == "tsukinowa-g1");
        Assert.Equal(1, log.Size + log.Waiting);
    }

    /// <summary>docs/operations.md, word by word: a dump by the superuser, restored into a new database of the same roles.</summary>
    [Fact]
    public async Task A_restored_backup_is_the_same_authority_with_the_same_log()
    {
        var settings = held.Authority.Settings;
        var issued = (await held.Office.Issuing.IssueAsync(
            TestAuthority.Order(held.Office, TestAuthority.Request()), held.Office.Database.Time.GetUtcNow(), Cancel)).Value;
        var asagiri = held.Office.Authorities.OfCustomers(TestAuthority.Asagiri)!;
        while (await held.Office.Sequencing.SequenceAsync(asagiri, Cancel) is not 0)
        {
        }
        using var dump = Pki.Judge.Call("pg_dump");
        using var restore = Pki.Judge.Call("pg_restore");
        var place = new NpgsqlConnectionStringBuilder(settings.RuntimeConnection);
        var copy = place.Database + "_restored";
        var file = Path.Combine(dump.Folder, "authority.dump");
        await RunAsync("create database " + copy + " owner " + settings.Database.OwnerRole, place.Host!);

        Assert.Equal(0, (await dump.Ask("-h", place.Host!, "-U", "postgres", "-Fc", "-f", file, place.Database!)).Code);
        Assert.Equal((0, ""), await restore.Ask("-h", place.Host!, "-U", "postgres", "-d", copy, file));

        string Moved(string connection) => new NpgsqlConnectionStringBuilder(connection) { Database = copy }.ConnectionString;
        await using var restored = await AuthorityOffice.OpenAsync(
            settings with { OwnerConnection = Moved(settings.OwnerConnection), RuntimeConnection = Moved(settings.RuntimeConnection) }, cancel: Cancel);
        var before = (await held.Office.LogProofs.ReceiptsAsync(TestAuthority.Asagiri, issued.Serial, Cancel)).Value;
        var after = (await restored.LogProofs.ReceiptsAsync(TestAuthority.Asagiri, issued.Serial, Cancel)).Value;
        Assert.Equal(before.Checkpoint, after.Checkpoint);
        Assert.Equal(before.Receipts.Single().Proof, after.Receipts.Single().Proof);
        Assert.Null((await restored.Issuing.IssueAsync(
            TestAuthority.Order(restored, TestAuthority.Request()), restored.Database.Time.GetUtcNow(), Cancel)).Refusal);
        Assert.Equal(1, await restored.Sequencing.SequenceAsync(restored.Authorities.OfCustomers(TestAuthority.Asagiri)!, Cancel));
    }

    private static async Task RunAsync(string sql, string sockets)
    {
        await using var connection = new NpgsqlConnection($"Host={sockets};Database=postgres;Username=postgres;Pooling=false");
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancel);
    }
}
