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
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public static ClusterPlaces Choose(string folder, DatabaseUser user)
    {
        var full = Path.GetFullPath(folder);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(full)))[..12];
        Directory.CreateDirectory(full);
        var moved = !user.CanEnter(full);
        var home = moved ? Elsewhere(hash, user) : full;
        var sockets = Path.Combine(SocketRoot(user), $"warifu-{hash}");
        user.Own(sockets, OwnerOnly);
        return new(Path.Combine(home, "postgres"), Path.Combine(home, "postgres.making"), sockets, moved);
    }

    /// <summary>Removes what a cluster of this folder left, wherever that was.</summary>
    public static void Remove(string folder)
    {
        var places = Choose(folder, DatabaseUser.Current());
        foreach (var place in (string[])[places.Data, places.Making, places.Sockets])
            if (Directory.Exists(place))
                Directory.Delete(place, recursive: true);
    }

    private static string Elsewhere(string hash, DatabaseUser user)
    {
        var home = $"/var/lib/warifu/{hash}";
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
