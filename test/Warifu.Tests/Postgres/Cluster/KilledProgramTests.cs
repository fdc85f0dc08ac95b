using System.Diagnostics;

namespace Warifu.Tests.Postgres.Cluster;

/// <summary>A program that holds a cluster is killed; the next one takes it up.</summary>
public sealed class KilledProgramTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_committed_before_the_kill_is_there_after_it(bool databaseToo)
    {
        await using var folder = new ClusterFolder();
        using (var program = HeldCluster.Spawn(folder.Path))
        {
            Assert.Equal("ready", await program.StandardOutput.ReadLineAsync(Cancel));
            using var database = Process.GetProcessById(folder.Postmaster);
            if (databaseToo)
                database.Kill();
            program.Kill();
            await program.WaitForExitAsync(Cancel);
        }
        await using var next = await HeldCluster.StartAsync(folder.Path);
        Assert.Equal(1, await HeldCluster.CountAsync(next));
    }

    [Fact]
    public async Task The_database_of_a_killed_program_ends_by_itself()
    {
        await using var folder = new ClusterFolder();
        using var program = HeldCluster.Spawn(folder.Path);
        Assert.Equal("ready", await program.StandardOutput.ReadLineAsync(Cancel));
        var ended = Deleted(folder.In("postgres"), "postmaster.pid");
        program.Kill();
        await ended.WaitAsync(TimeSpan.FromSeconds(15), Cancel);
    }

    [Fact]
    public async Task A_kill_while_the_cluster_is_made_leaves_nothing_that_the_next_start_minds()
    {
        await using var folder = new ClusterFolder();
        var making = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = new FileSystemWatcher(folder.Path) { IncludeSubdirectories = true, EnableRaisingEvents = true };
        watch.Created += (_, made) =>
        {
            if (made.Name?.EndsWith("pg_wal", StringComparison.Ordinal) == true)
                making.TrySetResult();
        };
        using var program = HeldCluster.Spawn(folder.Path);
        await making.Task.WaitAsync(TimeSpan.FromSeconds(15), Cancel);
        program.Kill();
        await program.WaitForExitAsync(Cancel);
        Assert.True(Directory.Exists(folder.In("postgres.making")));
        await using var next = await HeldCluster.StartAsync(folder.Path);
        await HeldCluster.WriteAsync(next);
    }

    [Fact]
    public async Task A_file_that_names_another_living_process_does_not_stop_the_start()
    {
        await using var folder = new ClusterFolder();
        await using (var first = await HeldCluster.StartAsync(folder.Path))
            await HeldCluster.WriteAsync(first);
        await File.WriteAllTextAsync(folder.In("postgres", "postmaster.pid"), $"{Environment.ProcessId}\n{folder.In("postgres")}\n", Cancel);
        await using var next = await HeldCluster.StartAsync(folder.Path);
        Assert.Equal(1, await HeldCluster.CountAsync(next));
    }

    [Fact]
    public async Task A_file_left_empty_by_a_full_disk_does_not_stop_the_start()
    {
        await using var folder = new ClusterFolder();
        await using (await HeldCluster.StartAsync(folder.Path))
        {
        }
        await File.WriteAllTextAsync(folder.In("postgres", "postmaster.pid"), "", Cancel);
        await using var next = await HeldCluster.StartAsync(folder.Path);
        await HeldCluster.WriteAsync(next);
    }

    private static async Task Deleted(string folder, string name)
    {
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = new FileSystemWatcher(folder, name) { EnableRaisingEvents = true };
        watch.Deleted += (_, _) => gone.TrySetResult();
        if (File.Exists(Path.Combine(folder, name)))
            await gone.Task;
    }
}
