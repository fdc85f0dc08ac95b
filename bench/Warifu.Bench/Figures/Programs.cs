using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Warifu.Bench.Figures;

/// <summary>Other programs, and what they cost.</summary>
internal static class Programs
{
    // Linux counts CPU in hundredths of a second (sysconf(_SC_CLK_TCK) is 100 on every Linux .NET runs on).
    private const double TicksPerSecond = 100;

    public static Process Start(string program, IReadOnlyList<string> words, bool quiet = true) =>
        Process.Start(new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardOutput = quiet, RedirectStandardError = quiet })!;

    public static async Task<string> OutputAsync(string program, IReadOnlyList<string> words, CancellationToken cancel)
    {
        using var process = Start(program, words);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} failed: {await errors}");
    }

    /// <summary>User and system time of a process and all it started, in seconds, from /proc; with what those used that have ended.</summary>
    public static double CpuSeconds(int process) => Family(process).Sum(OwnCpuSeconds);

    /// <summary>Of this process alone.</summary>
    public static double OwnCpuSeconds(int process)
    {
        string stat;
        try
        {
            stat = File.ReadAllText($"/proc/{process}/stat");
        }
        catch (IOException)
        {
            return 0; // It ended since it was listed.
        }

        // The name in parentheses may hold spaces; utime, stime, and the same of ended children are fields 14 to 17 (proc(5)).
        return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    /// <summary>Until another program takes connections.</summary>
    public static async Task ListeningAsync(IPAddress address, int port, CancellationToken cancel)
    {
        for (var tries = 0; ; tries++)
        {
            using var tcp = new TcpClient();
            try
            {
                await tcp.ConnectAsync(address, port, cancel);
                return;
            }
            catch (SocketException) when (tries < 200)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancel);
            }
        }
    }

    private static IEnumerable<int> Family(int process) => Children(process).SelectMany(Family).Prepend(process);

    private static int[] Children(int process)
    {
        try
        {
            // Each thread has the children it started itself.
            return [.. Directory.GetDirectories($"/proc/{process}/task").SelectMany(task => File.ReadAllText($"{task}/children")
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)).Select(child => int.Parse(child, CultureInfo.InvariantCulture))];
        }
        catch (IOException)
        {
            return [];
        }
    }
}
