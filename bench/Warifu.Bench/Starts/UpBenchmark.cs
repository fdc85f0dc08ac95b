using System.Diagnostics;
using Warifu.Bench.Figures;
using Warifu.Development;
using Warifu.Postgres.Cluster;

namespace Warifu.Bench.Starts;

/// <summary>From the start of <c>warifu dev up</c> to its ready line, over a world that an earlier start made.</summary>
internal static class UpBenchmark
{
    private const int Runs = 5;
    private const double Limit = 4;

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync([SystemPackage.Database], cancel);
        await using var place = new Place();
        var first = await StartAsync(place, cancel);
        var warm = new List<double>();
        for (var run = 0; run < Runs; run++)
            warm.Add(await StartAsync(place, cancel));
        return [Figure.Under("warm start of ./dev up to ready", Medians.Of(warm), "s", Limit), Figure.Told("first start of ./dev up to ready", first, "s")];
    }

    private static async Task<double> StartAsync(Place place, CancellationToken cancel)
    {
        var (program, words) = place.Dev("up");
        var began = Stopwatch.GetTimestamp();
        using var up = Programs.Start(program, words);
        var errors = up.StandardError.ReadToEndAsync(cancel);
        var ready = await up.StandardOutput.ReadLineAsync(cancel);
        var taken = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Postmaster.Interrupt(up.Id);
        await up.WaitForExitAsync(cancel);
        return ready is not null && up.ExitCode == 0 ? taken : throw new InvalidOperationException($"up ended with {up.ExitCode}: {await errors}");
    }
}
