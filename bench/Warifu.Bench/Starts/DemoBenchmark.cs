using System.Diagnostics;
using Warifu.Bench.Figures;
using Warifu.Development;

namespace Warifu.Bench.Starts;

/// <summary>The whole story as <c>warifu dev demo</c>, in a fresh folder and once more in the same one.</summary>
internal static class DemoBenchmark
{
    private const int Runs = 3;

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync([SystemPackage.Database], cancel);
        var (fresh, again) = (new List<double>(), new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            await using var place = new Place();
            fresh.Add(await PlayAsync(place, cancel));
            again.Add(await PlayAsync(place, cancel));
        }
        return [Figure.Told("./dev demo in a fresh folder", Medians.Of(fresh), "s"), Figure.Told("./dev demo once more", Medians.Of(again), "s")];
    }

    private static async Task<double> PlayAsync(Place place, CancellationToken cancel)
    {
        var (program, words) = place.Dev("demo");
        var began = Stopwatch.GetTimestamp();
        await Programs.OutputAsync(program, words, cancel);
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }
}
