using System.Security.Cryptography;
using System.Text;
using Warifu.Wire;

namespace Warifu.Postgres.Cluster;

/// <summary>
/// Where a private cluster lives: its data under the given folder, or under /var/lib/warifu when the database user cannot
/// enter that; its socket in a short folder of its own, because a socket path has at most 107 octets.
/// </summary>
internal sealed record ClusterPlaces(string Data, string Making, string Sockets, bool Moved)
{
    private const string Name = "postgres";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static ClusterPlaces Choose(string folder, DatabaseUser user)
    {
        var full = Path.GetFullPath(folder);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)))[..12];
        Directory.CreateDirectory(full);
        // Data stay where they were made, whatever became of the permissions since: an empty database in another place would look like a loss.
        var (here, elsewhere) = (Path.Combine(full, Name), $"/var/lib/warifu/{hash}");
        var moved = !Directory.Exists(here) && (Directory.Exists(Path.Combine(elsewhere, Name)) || !user.CanEnter(full));
        var home = moved ? Enterable(elsewhere, user) : user.CanEnter(full) ? full : throw new RefusedException(ClusterRefusals.NoPlace);
        var sockets = Path.Combine(SocketRoot(user), $"warifu-{hash}");
        user.Own(sockets, OwnerOnly);
        return new(Path.Combine(home, Name), Path.Combine(home, $"{Name}.making"), sockets, moved);
    }

    /// <summary>Deletes the data, wherever they are.</summary>
    public void Remove()
    {
        foreach (var place in (string[])[Data, Making, Sockets])
            if (Directory.Exists(place))
                Directory.Delete(place, recursive: true);
        if (Moved)
            Directory.Delete(Path.GetDirectoryName(Data)!);
    }

    private static string Enterable(string home, DatabaseUser user)
    {
        try
        {
            Directory.CreateDirectory(home);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new RefusedException(ClusterRefusals.NoPlace, denied);
        }
        return user.CanEnter(home) ? home : throw new RefusedException(ClusterRefusals.NoPlace);
    }

    private static string SocketRoot(DatabaseUser user) =>
        user.IsSwitched ? "/run"
        : Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR") is { Length: > 0 and < 60 } own && Directory.Exists(own) ? own
        : "/tmp";
}
