using Warifu.Postgres.Cluster;
using Warifu.Worlds;

namespace Warifu.Bench.Starts;

/// <summary>A folder and ports for a world that is measured, gone afterwards.</summary>
internal sealed class Place : IAsyncDisposable
{
    public Place() => File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);

    public string Folder { get; } = Directory.CreateTempSubdirectory("warifu-bench-").FullName;

    /// <summary>The program as it is built together with this one, and the words that place its world here.</summary>
    public (string Program, string[] Words) Dev(string verb) => (
        Path.Combine(Checkout.Root, "artifacts", "bin", "Warifu", new DirectoryInfo(AppContext.BaseDirectory).Name, "warifu"),
        ["dev", verb, "--json", "--lang", "en", "--folder", Folder, "--base-port", $"{Ports.Free().Base}"]);

    public async ValueTask DisposeAsync()
    {
        await PrivateCluster.RemoveAsync(Folder, TimeProvider.System);
        Directory.Delete(Folder, recursive: true);
    }
}
