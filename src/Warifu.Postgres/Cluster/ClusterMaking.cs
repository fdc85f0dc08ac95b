using Warifu.Wire;

namespace Warifu.Postgres.Cluster;

/// <summary>Makes a cluster beside its place and moves it there when it is whole; a half-made one is thrown away.</summary>
internal static class ClusterMaking
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public static async Task MakeAsync(string programs, DatabaseUser user, ClusterPlaces places, TimeProvider time, CancellationToken cancel)
    {
        await ClearAsync(places.Making, time, cancel);
        if (Directory.Exists(places.Data))
            return;
        user.Own(places.Making, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var made = DatabaseUser.Run(
        [
            .. user.Prefix("--pdeathsig", "KILL"), Path.Combine(programs, "initdb"), "-D", places.Making, "-U", "postgres",
            "--encoding=UTF8", "--locale=C.UTF-8", "--auth=peer", "--no-instructions",
        ]);
        if (made.ExitCode != 0)
            throw new RefusedException(ClusterRefusals.InitFailed with { Detail = new(made.Output, made.Output) });
        Directory.Move(places.Making, places.Data);
    }

    // When our program is killed, initdb dies with it, but what initdb had started may write for another moment.
    private static async Task ClearAsync(string making, TimeProvider time, CancellationToken cancel)
    {
        var began = time.GetTimestamp();
        while (Directory.Exists(making))
        {
            try
            {
                Directory.Delete(making, recursive: true);
            }
            catch (IOException) when (time.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancel);
            }
        }
    }
}
