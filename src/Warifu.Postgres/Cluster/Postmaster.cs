using System.Globalization;
using System.Runtime.InteropServices;
using Warifu.Wire;

namespace Warifu.Postgres.Cluster;

/// <summary>
/// The database's first process, as its file names it. Whoever asks holds the lock of the folder: a database that runs here
/// belongs to a program that has ended, and is on its way out or was orphaned before its death signal was bound.
/// </summary>
internal static partial class Postmaster
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    // It writes down all that is not on the disk yet, which on a busy machine takes its time.
    private static readonly TimeSpan ShutdownPatience = TimeSpan.FromSeconds(90);
    private const int InterruptSignal = 2; // SIGINT: the database ends its sessions and writes everything down.

    private enum Left
    {
        Nothing,
        Running,
        Zombie,
        AnotherProcess,
    }

    public static void Interrupt(int process) => _ = Kill(process, InterruptSignal);

    /// <summary>Waits until no database of an earlier run works on these data, asking it to end, and clears the file it left.</summary>
    /// <exception cref="RefusedException">It does not end.</exception>
    public static async Task EndEarlierAsync(ClusterPlaces places, TimeProvider time, CancellationToken cancel)
    {
        var file = Path.Combine(places.Data, "postmaster.pid");
        var began = time.GetTimestamp();
        var asked = false;
        while (true)
        {
            var (left, process) = Look(file, places.Data);
            if (left == Left.Nothing)
                return;
            var waited = time.GetElapsedTime(began) > Patience;
            // PostgreSQL takes whatever process has that number now for itself, even one that is dead and never reaped.
            if (left == Left.AnotherProcess || (left == Left.Zombie && waited))
            {
                File.Delete(file);
                File.Delete(Path.Combine(places.Sockets, ".s.PGSQL.5432.lock"));
                return;
            }
            if (time.GetElapsedTime(began) > ShutdownPatience)
                throw new RefusedException(ClusterRefusals.InUse);
            if (left == Left.Running && !asked)
                Interrupt(process);
            asked |= left == Left.Running;
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancel);
        }
    }

    private static (Left Left, int Process) Look(string file, string data)
    {
        try
        {
            var words = File.Exists(file) ? File.ReadLines(file).FirstOrDefault("") : null;
            if (words is null)
                return (Left.Nothing, 0);
            // The disk was full when it was written.
            if (!int.TryParse(words, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var process))
                return (Left.AnotherProcess, 0);
            if (!Directory.Exists($"/proc/{process}"))
                return (Left.Nothing, 0); // PostgreSQL clears the file of a dead process itself, after looking for its children.
            if (StateOf(process) == 'Z')
                return (Left.Zombie, process);
            return (File.ReadAllText($"/proc/{process}/cmdline").Split('\0').Contains(data) ? Left.Running : Left.AnotherProcess, process);
        }
        catch (IOException)
        {
            return (Left.Nothing, 0); // It ended while we looked.
        }
    }

    // The state follows the name, which stands in parentheses and may hold spaces (proc(5)).
    private static char StateOf(int process)
    {
        var stat = File.ReadAllText($"/proc/{process}/stat");
        return stat[stat.LastIndexOf(')') + 2];
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);
}
