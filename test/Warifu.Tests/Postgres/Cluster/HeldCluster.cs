using System.Diagnostics;
using Npgsql;
using Warifu.Postgres.Cluster;
using Warifu.Wire;

namespace Warifu.Tests.Postgres.Cluster;

/// <summary>A program of its own that starts a cluster, writes a row, says <c>ready</c> and holds the cluster until it is told to end or killed.</summary>
internal static class HeldCluster
{
    public const string Verb = "hold-cluster";

    private static readonly PartyDatabase Database = new("kept", "warifu_kept", typeof(HeldCluster).Assembly);

    public static async Task<int> RunAsync(string folder)
    {
        try
        {
            await using var cluster = await StartAsync(folder);
            await WriteAsync(cluster);
            Console.WriteLine("ready");
            await Console.In.ReadLineAsync();
            return 0;
        }
        catch (RefusedException refused)
        {
            Console.WriteLine(refused.Refusal.Code);
            return 69;
        }
    }

    /// <summary>Starts that program.</summary>
    public static Process Spawn(string folder, params IEnumerable<(string Name, string Value)> environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [Verb, folder]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static Task<PrivateCluster> StartAsync(string folder) =>
        PrivateCluster.StartAsync(folder, [Database], TimeProvider.System, TestContext.Current.CancellationToken);

    public static async Task WriteAsync(PrivateCluster cluster)
    {
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(Database, owner: true));
        await using var command = source.CreateCommand("create table if not exists note (id int generated always as identity); insert into note default values");
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>How many rows are there.</summary>
    public static async Task<long> CountAsync(PrivateCluster cluster)
    {
        await using var source = NpgsqlDataSource.Create(cluster.ConnectionString(Database, owner: true));
        await using var command = source.CreateCommand("select count(*) from note");
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
