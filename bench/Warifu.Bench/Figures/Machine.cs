using System.Diagnostics;
using System.Globalization;

namespace Warifu.Bench.Figures;

/// <summary>What any figure of a run depends on: how fast this machine signs and how fast its disk keeps.</summary>
internal static class Machine
{
    private const int Syncs = 50;

    public static async Task<IReadOnlyList<Figure>> DescribeAsync(CancellationToken cancel)
    {
        var speed = await Programs.OutputAsync("openssl", ["speed", "-seconds", "1", "-mr", "ecdsap256"], cancel);
        // The line ends with the signatures and the verifications per second.
        var fields = speed.Split('\n').First(line => line.StartsWith("+F4", StringComparison.Ordinal)).Split(':');
        return
        [
            Figure.Told("openssl speed: P-256 signatures", PerSecond(fields[^2]), "1/s"),
            Figure.Told("openssl speed: P-256 verifications", PerSecond(fields[^1]), "1/s"),
            Figure.Told("disk: fsync latency", FsyncMilliseconds(), "ms"),
        ];
    }

    private static double PerSecond(string field) => double.Parse(field, CultureInfo.InvariantCulture);

    private static double FsyncMilliseconds()
    {
        var file = Path.Combine(Path.GetTempPath(), $"warifu-fsync-{Environment.ProcessId}");
        try
        {
            using var stream = new FileStream(file, FileMode.Create);
            var taken = new List<double>();
            for (var i = 0; i < Syncs; i++)
            {
                stream.WriteByte(1);
                var began = Stopwatch.GetTimestamp();
                stream.Flush(flushToDisk: true);
                taken.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }
            return Medians.Of(taken);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
