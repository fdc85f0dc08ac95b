using System.Diagnostics;
using Warifu.Postgres.Cluster;
using Warifu.Wire;

namespace Warifu.Tests.Postgres.Cluster;

public sealed class PrivateClusterTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_start_finds_what_the_first_wrote()
    {
        await using var folder = new ClusterFolder();
        await using (var first = await HeldCluster.StartAsync(folder.Path))
            await HeldCluster.WriteAsync(first);
        await using var second = await HeldCluster.StartAsync(folder.Path);
        Assert.Equal(1, await HeldCluster.CountAsync(second));
        Assert.Null(second.MovedTo);
    }

    [Fact]
    public async Task A_start_beside_a_running_one_is_refused_and_leaves_that_one_alone()
    {
        await using var folder = new ClusterFolder();
        await using var running = await HeldCluster.StartAsync(folder.Path);
        Assert.Equal("database-in-use", await RefusalAsync(folder.Path));
        Assert.Equal("database-in-use", (await Assert.ThrowsAsync<RefusedException>(() => PrivateCluster.RemoveAsync(folder.Path, TimeProvider.System, Cancel))).Refusal.Code);
        await HeldCluster.WriteAsync(running);
    }

    [Fact]
    public async Task A_half_made_cluster_is_thrown_away()
    {
        await using var folder = new ClusterFolder();
        Directory.CreateDirectory(folder.In("postgres.making", "base"));
        await File.WriteAllTextAsync(folder.In("postgres.making", "PG_VERSION"), "half", Cancel);
        await using var cluster = await HeldCluster.StartAsync(folder.Path);
        await HeldCluster.WriteAsync(cluster);
        Assert.False(Directory.Exists(folder.In("postgres.making")));
    }

    [Fact]
    public async Task Without_the_server_programs_the_refusal_names_them_and_nothing_is_left()
    {
        await using var folder = new ClusterFolder();
        using var program = HeldCluster.Spawn(folder.Path, ("WARIFU_POSTGRES", folder.In("nowhere")));
        Assert.Equal("database-programs-missing", await program.StandardOutput.ReadLineAsync(Cancel));
        await program.WaitForExitAsync(Cancel);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task On_a_full_disk_the_start_is_refused_and_with_room_again_it_goes_on()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root can mount a small disk.");
        await using var folder = new ClusterFolder();
        var mounted = DatabaseUser.Run(["mount", "-t", "tmpfs", "-o", "size=64m,mode=0755", "warifu-test", folder.Path]);
        Assert.SkipUnless(mounted.ExitCode == 0, $"A small disk cannot be mounted here: {mounted.Output}");
        try
        {
            Assert.Equal("disk-full", await RefusalAsync(folder.Path));
            Assert.Equal(0, DatabaseUser.Run(["mount", "-o", "remount,size=1g", folder.Path]).ExitCode);
            await using var cluster = await HeldCluster.StartAsync(folder.Path);
            await HeldCluster.WriteAsync(cluster);
        }
        finally
        {
            await PrivateCluster.RemoveAsync(folder.Path, TimeProvider.System, Cancel);
            Assert.Equal(0, DatabaseUser.Run(["umount", folder.Path]).ExitCode);
        }
    }

    [Fact]
    public async Task In_a_folder_the_database_user_cannot_enter_the_data_stand_elsewhere_and_stay_there()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only for root the database has a user of its own.");
        string moved;
        await using (var folder = new ClusterFolder(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute))
        {
            await using (var first = await HeldCluster.StartAsync(folder.Path))
            {
                await HeldCluster.WriteAsync(first);
                moved = first.MovedTo!;
            }
            Assert.StartsWith("/var/lib/warifu/", moved, StringComparison.Ordinal);
            File.SetUnixFileMode(Path.GetDirectoryName(folder.Path)!, (UnixFileMode)0b111_101_101);
            await using var second = await HeldCluster.StartAsync(folder.Path);
            Assert.Equal(moved, second.MovedTo);
            Assert.Equal(1, await HeldCluster.CountAsync(second));
        }
        Assert.False(Directory.Exists(Path.GetDirectoryName(moved)));
    }

    [Fact]
    public async Task Data_that_the_database_user_can_no_longer_reach_are_not_replaced_by_empty_ones()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only for root the database has a user of its own.");
        await using var folder = new ClusterFolder();
        await using (await HeldCluster.StartAsync(folder.Path))
            File.SetUnixFileMode(Path.GetDirectoryName(folder.Path)!, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Assert.Equal("database-has-no-place", await RefusalAsync(folder.Path));
        File.SetUnixFileMode(Path.GetDirectoryName(folder.Path)!, (UnixFileMode)0b111_101_101);
    }

    [Fact]
    public async Task A_start_that_is_given_up_leaves_no_database_running()
    {
        await using var folder = new ClusterFolder();
        await using (await HeldCluster.StartAsync(folder.Path))
        {
        }
        using var giveUp = new CancellationTokenSource();
        using var watch = new FileSystemWatcher(folder.In("postgres"), "postmaster.pid") { EnableRaisingEvents = true };
        watch.Created += (_, _) => giveUp.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PrivateCluster.StartAsync(
            folder.Path, [new("given_up", "warifu_given_up", typeof(PrivateClusterTests).Assembly)], TimeProvider.System, giveUp.Token));
        Assert.False(File.Exists(folder.In("postgres", "postmaster.pid")));
    }

    [Fact]
    public async Task When_the_database_is_killed_the_program_learns_of_it_and_the_next_start_recovers()
    {
        await using var folder = new ClusterFolder();
        await using (var cluster = await HeldCluster.StartAsync(folder.Path))
        {
            await HeldCluster.WriteAsync(cluster);
            using var database = Process.GetProcessById(folder.Postmaster);
            database.Kill();
            await cluster.Ended.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        }
        await using var again = await HeldCluster.StartAsync(folder.Path);
        Assert.Equal(1, await HeldCluster.CountAsync(again));
    }

    private static async Task<string> RefusalAsync(string folder) =>
        (await Assert.ThrowsAsync<RefusedException>(() => HeldCluster.StartAsync(folder))).Refusal.Code;
}
