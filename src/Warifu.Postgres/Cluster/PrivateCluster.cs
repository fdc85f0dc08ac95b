using System.Diagnostics;
using Npgsql;
using Warifu.Wire;

namespace Warifu.Postgres.Cluster;

/// <summary>
/// A PostgreSQL cluster of our own for a developer or a pilot. The database is a direct child in its own session whose
/// death signal is bound to the thread that started it: when this program ends, however, the database shuts down cleanly.
/// <list type="number">
/// <item>Take the lock of the folder.</item>
/// <item>Make the cluster beside its place, then move it there.</item>
/// <item>Wait for a database of an earlier run to end.</item>
/// <item>Start the database and wait until it answers.</item>
/// <item>Make roles and databases that are missing.</item>
/// </list>
/// </summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private const long NeededBytes = 512L * 1024 * 1024;
    private const int WouldBlock = 11; // EAGAIN: another program holds the lock.

    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FileStream held;
    private readonly TimeProvider time;
    private readonly ClusterPlaces places;
    private readonly List<string> firstWords = [];
    private readonly List<PartyDatabase> known = [];
    private Process? process;

    private PrivateCluster(FileStream held, ClusterPlaces places, TimeProvider time) =>
        (this.held, this.places, this.time) = (held, places, time);

    /// <summary>Completes when the database has ended; the program then ends too.</summary>
    public Task Ended => ended.Task;

    /// <summary>The data stand outside the given folder, because the database user cannot enter it.</summary>
    public string? MovedTo => places.Moved ? places.Data : null;

    /// <summary>Starts the cluster of a folder, making it first when there is none.</summary>
    /// <param name="folder">Usually <c>.warifu</c>.</param>
    /// <param name="databases">Databases of the parties; roles and databases that are missing are made.</param>
    /// <exception cref="RefusedException">It cannot start; the refusal says why and what to do.</exception>
    public static async Task<PrivateCluster> StartAsync(
        string folder, IReadOnlyList<PartyDatabase> databases, TimeProvider time, CancellationToken cancel = default)
    {
        var programs = ServerPrograms.Find();
        var user = DatabaseUser.Current();
        Directory.CreateDirectory(folder);
        var taken = TakeLock(folder); // 1
        PrivateCluster? cluster = null;
        try
        {
            var chosen = ClusterPlaces.Choose(folder, user);
            if (new DriveInfo(Path.GetDirectoryName(chosen.Data)!).AvailableFreeSpace < NeededBytes)
                throw new RefusedException(ClusterRefusals.DiskFull);
            cluster = new PrivateCluster(taken, chosen, time);
            await ClusterMaking.MakeAsync(programs, user, chosen, time, cancel); // 2
            await Postmaster.EndEarlierAsync(chosen, time, cancel); // 3
            cluster.known.AddRange(databases);
            cluster.WriteWhoMayConnect(user, databases);
            await cluster.StartServerAsync(programs, user, cancel); // 4
            await cluster.MakeDatabasesAsync(databases, cancel); // 5
            return cluster;
        }
        catch
        {
            await (cluster?.DisposeAsync() ?? taken.DisposeAsync());
            throw;
        }
    }

    /// <summary>Makes roles and databases that are missing while the cluster runs.</summary>
    public async Task AddAsync(IReadOnlyList<PartyDatabase> databases, CancellationToken cancel = default)
    {
        known.AddRange(databases);
        WriteWhoMayConnect(DatabaseUser.Current(), known);
        await using (var connection = await OpenAsync("postgres", cancel))
        await using (var reload = new NpgsqlCommand("select pg_reload_conf()", connection))
            await reload.ExecuteNonQueryAsync(cancel);
        await MakeDatabasesAsync(databases, cancel);
    }

    /// <summary>Deletes the cluster of a folder, wherever it stands.</summary>
    /// <exception cref="RefusedException">It is running.</exception>
    public static async Task RemoveAsync(string folder, TimeProvider time, CancellationToken cancel = default)
    {
        if (!Directory.Exists(folder))
            return;
        await using var taken = TakeLock(folder);
        var chosen = ClusterPlaces.Choose(folder, DatabaseUser.Current());
        await Postmaster.EndEarlierAsync(chosen, time, cancel);
        chosen.Remove();
    }

    /// <summary>Whether a program holds the cluster of this folder now.</summary>
    public static bool IsRunning(string folder)
    {
        if (!Directory.Exists(folder))
            return false;
        try
        {
            using (TakeLock(folder))
                return false;
        }
        catch (RefusedException)
        {
            return true;
        }
    }

    /// <summary>Connection string for a cluster that another program runs.</summary>
    public static string ConnectionStringOf(string folder, PartyDatabase database, bool owner) => ConnectionString(
        ClusterPlaces.Choose(folder, DatabaseUser.Current()).Sockets, database.Name, owner ? database.OwnerRole : database.RuntimeRole, owner ? 4 : 30);

    /// <summary>Connection string of a database for one of its two roles.</summary>
    public string ConnectionString(PartyDatabase database, bool owner) =>
        ConnectionString(database.Name, owner ? database.OwnerRole : database.RuntimeRole, owner ? 4 : 30);

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            Postmaster.Interrupt(process.Id);
            await Task.WhenAny(ended.Task, Task.Delay(Patience, time));
        }
        process?.Dispose();
        await held.DisposeAsync();
    }

    private string ConnectionString(string database, string role, int pool) => ConnectionString(places.Sockets, database, role, pool);

    private static string ConnectionString(string sockets, string database, string role, int pool) =>
        new NpgsqlConnectionStringBuilder
        {
            Host = sockets,
            Database = database,
            Username = role,
            MaxPoolSize = pool,
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 3,
            NoResetOnClose = true,
            Timeout = 15,
        }.ConnectionString;

    private static FileStream TakeLock(string folder)
    {
        try
        {
            return new FileStream(Path.Combine(folder, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException busy) when (busy.HResult == WouldBlock)
        {
            throw new RefusedException(ClusterRefusals.InUse, busy);
        }
    }

    // Peer authentication with a map: the operating system says who connects, nobody else can.
    private void WriteWhoMayConnect(DatabaseUser user, IReadOnlyList<PartyDatabase> databases)
    {
        var roles = databases.SelectMany(database => (string[])[database.OwnerRole, database.RuntimeRole]).Append("postgres").Distinct();
        string[] people = [.. new[] { Environment.UserName, user.Name }.Distinct()];
        File.WriteAllText(Path.Combine(places.Data, "pg_hba.conf"), "local all all peer map=warifu\n");
        File.WriteAllLines(Path.Combine(places.Data, "pg_ident.conf"),
            roles.SelectMany(role => people.Select(person => $"warifu {person} {role}")));
    }

    private async Task StartServerAsync(string programs, DatabaseUser user, CancellationToken cancel)
    {
        string[] words =
        [
            "setsid", .. user.Prefix("--pdeathsig", "INT"),
            Path.Combine(programs, "postgres"), "-D", places.Data, "-k", places.Sockets,
            "-c", "listen_addresses=", "-c", "unix_socket_permissions=0700",
            "-c", "logging_collector=on", "-c", "log_directory=log", "-c", "log_filename=postgres.log", "-c", "log_rotation_size=10MB",
            "-c", "log_truncate_on_rotation=on", "-c", "timezone=UTC", "-c", "max_connections=200",
        ];
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        // The death signal belongs to the thread that forks, so this thread stays until the database has ended.
        new Thread(() => Guard(words, started)) { IsBackground = true, Name = "database" }.Start();
        await started.Task;
        var began = time.GetTimestamp();
        while (!await AnswersAsync(cancel))
        {
            if (ended.Task.IsCompleted || time.GetElapsedTime(began) > TimeSpan.FromSeconds(60))
            {
                string said;
                lock (firstWords)
                    said = string.Join('\n', firstWords);
                throw new RefusedException(ClusterRefusals.NotReady with { Detail = new(said, said) });
            }
            await Task.Delay(TimeSpan.FromMilliseconds(15), time, cancel);
        }
    }

    private void Guard(string[] words, TaskCompletionSource started)
    {
        try
        {
            var start = new ProcessStartInfo(words[0], words.Skip(1)) { WorkingDirectory = "/", UseShellExecute = false, RedirectStandardError = true };
            start.Environment["LC_ALL"] = "C.UTF-8";
            process = Process.Start(start)!;
            process.ErrorDataReceived += (_, line) => Keep(line.Data);
            process.BeginErrorReadLine();
            started.SetResult();
            process.WaitForExit();
        }
        catch (Exception failed) when (!started.Task.IsCompleted)
        {
            started.SetException(failed);
        }
        finally
        {
            ended.TrySetResult();
        }
    }

    private void Keep(string? line)
    {
        lock (firstWords)
            if (line is not null && firstWords.Count < 40)
                firstWords.Add(line);
    }

    private async Task<bool> AnswersAsync(CancellationToken cancel)
    {
        try
        {
            await using var connection = await OpenAsync("postgres", cancel);
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(string database, CancellationToken cancel)
    {
        var connection = new NpgsqlConnection(ConnectionString(database, "postgres", 1) + ";Pooling=false");
        try
        {
            await connection.OpenAsync(cancel);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task MakeDatabasesAsync(IReadOnlyList<PartyDatabase> databases, CancellationToken cancel)
    {
        await using var connection = await OpenAsync("postgres", cancel);
        foreach (var database in databases)
            await database.MakeAsync(connection, cancel);
    }
}
