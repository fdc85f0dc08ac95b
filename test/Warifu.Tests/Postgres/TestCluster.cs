using Warifu.Postgres;
using Warifu.Postgres.Cluster;
using Warifu.Tests.Postgres;

[assembly: AssemblyFixture(typeof(TestCluster))]

namespace Warifu.Tests.Postgres;

/// <summary>One real cluster for the whole test run; each class of tests asks for databases of its own in it.</summary>
public sealed class TestCluster : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("warifu-test-").FullName;
    private readonly SemaphoreSlim making = new(1);
    private PrivateCluster? cluster;
    private int count;

    public PrivateCluster Cluster => cluster!;

    public async ValueTask InitializeAsync()
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        cluster = await PrivateCluster.StartAsync(folder, [], TimeProvider.System);
    }

    /// <summary>Makes an empty database with the schema of a party.</summary>
    public async Task<PartyDatabase> MakeAsync(string party, System.Reflection.Assembly steps)
    {
        var made = new PartyDatabase($"{party}_{Interlocked.Increment(ref count)}", $"warifu_{party}", steps);
        await AddAsync(made);
        await SchemaSteps.ApplyAsync(made, Cluster.ConnectionString(made, owner: true), TimeProvider.System, TestContext.Current.CancellationToken);
        return made;
    }

    /// <summary>Makes databases that are missing, one test at a time.</summary>
    public async Task AddAsync(params PartyDatabase[] databases)
    {
        await making.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            await Cluster.AddAsync(databases, TestContext.Current.CancellationToken);
        }
        finally
        {
            making.Release();
        }
    }

    /// <summary>Makes a database and opens it under the runtime role.</summary>
    public async Task<Database> OpenAsync(string party, System.Reflection.Assembly steps, TimeProvider? time = null)
    {
        var made = await MakeAsync(party, steps);
        return new Database(Cluster.ConnectionString(made, owner: false), time ?? TimeProvider.System);
    }

    /// <summary>Takes a database away from those who use it, as a cut line would.</summary>
    public async Task CloseAsync(PartyDatabase database)
    {
        await RunAsync($"alter database {database.Name} allow_connections false");
        await RunAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database.Name}'");
    }

    public Task ReopenAsync(PartyDatabase database) => RunAsync($"alter database {database.Name} allow_connections true");

    private async Task RunAsync(string sql)
    {
        var place = new Npgsql.NpgsqlConnectionStringBuilder(Cluster.ConnectionString(new PartyDatabase("postgres", "postgres", typeof(TestCluster).Assembly), owner: true))
        {
            Database = "postgres",
            Username = "postgres",
            Pooling = false,
        };
        await using var connection = new Npgsql.NpgsqlConnection(place.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null)
            await cluster.DisposeAsync();
        await PrivateCluster.RemoveAsync(folder, TimeProvider.System);
        Directory.Delete(folder, recursive: true);
        making.Dispose();
    }
}
