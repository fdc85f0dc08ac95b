using Warifu.Postgres.Cluster;

namespace Warifu.Tests.Postgres.Cluster;

/// <summary>A folder for one cluster, gone with everything in it at the end.</summary>
internal sealed class ClusterFolder : IAsyncDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("warifu-test-").FullName;

    /// <param name="mode">Of the folder above the cluster's.</param>
    public ClusterFolder(UnixFileMode mode = (UnixFileMode)0b111_101_101)
    {
        File.SetUnixFileMode(root, mode);
        Directory.CreateDirectory(Path);
    }

    public string Path => System.IO.Path.Combine(root, ".warifu");

    /// <summary>The number of the database's first process.</summary>
    public int Postmaster => int.Parse(File.ReadLines(In("postgres", "postmaster.pid")).First());

    public string In(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    public async ValueTask DisposeAsync()
    {
        await PrivateCluster.RemoveAsync(Path, TimeProvider.System);
        Directory.Delete(root, recursive: true);
    }
}
