using System.Globalization;
using Warifu.Wire;

namespace Warifu.Postgres.Cluster;

/// <summary>Finds the installed server programs: the newest version of at least 15.</summary>
internal static class ServerPrograms
{
    private const int Oldest = 15;

    /// <summary>The folder that holds <c>postgres</c> and <c>initdb</c>.</summary>
    /// <exception cref="RefusedException">None is installed.</exception>
    public static string Find() =>
        TryFind() ?? throw new RefusedException(ClusterRefusals.BinariesMissing);

    // An operator may name another place, for example a build of his own.
    public static string? TryFind() =>
        NewestIn(Environment.GetEnvironmentVariable("WARIFU_POSTGRES") is { Length: > 0 } named ? named : "/usr/lib/postgresql");

    /// <param name="root">A folder with one folder a version.</param>
    public static string? NewestIn(string root) =>
        (Directory.Exists(root) ? Directory.GetDirectories(root) : [])
            .Select(folder => (Version: VersionOf(folder), Programs: Path.Combine(folder, "bin")))
            .Where(found => found.Version >= Oldest && File.Exists(Path.Combine(found.Programs, "initdb")))
            .OrderByDescending(found => found.Version)
            .Select(found => found.Programs)
            .FirstOrDefault();

    private static int VersionOf(string folder) =>
        int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : 0;
}
