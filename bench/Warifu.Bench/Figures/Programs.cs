using System.Diagnostics;
using System.Globalization;

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

    /// <summary>User and system time of a process and its children, in seconds, from /proc.</summary>
    public static double CpuSeconds(int process) => Family(process).Sum(member =>
    {
        var stat = File.ReadAllText($"/proc/{member}/stat");
        // The name in parentheses may hold spaces; utime and stime are fields 14 and 15 (proc(5)).
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    });

    private static IEnumerable<int> Family(int process)
    {
        var children = File.ReadAllText($"/proc/{process}/task/{process}/children");
        return children.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(child => int.Parse(child, CultureInfo.InvariantCulture)).Prepend(process);
    }
}
