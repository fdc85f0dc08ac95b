using System.Diagnostics;
using Warifu.Bench.Figures;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Pki.Names;
using Warifu.Pki.Profiles;
using Warifu.Pki.Revocations;
using Warifu.Wire.Registration;

namespace Warifu.Bench.Status;

/// <summary>From the revoked entries in memory to the signed DER of a full CRL, P-256; and what it allocates in between.</summary>
internal static class CrlBenchmark
{
    private const int Runs = 5;

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        await Task.Yield();
        using var key = IssuerKey.Generate(KeyKind.P256);
        var now = TimeProvider.System.GetUtcNow();
        var draft = new CertificateDraft(
            KnownProfiles.Root, new Subject("Bench", null, "Bench CA"), key.Public, SerialNumbers.New(), now, now.AddYears(1));
        var issuer = Issuer.From(PreparedCertificate.Prepare(draft, Issuer.Itself(draft)).Value.Sign(key), addresses: null);
        var figures = new List<Figure>();
        foreach (var (count, limit) in ((int, double)[])[(100_000, 100), (1_000_000, 1000)])
        {
            RevokedEntry[] entries = [.. Enumerable.Range(0, count).Select(at => new RevokedEntry(SerialNumbers.New(), now.AddSeconds(-at), RevocationReason.Superseded))];
            var list = new RevocationList(issuer, 1, now, now.AddDays(1), entries);
            var (taken, allocated, size) = (new List<double>(), new List<double>(), list.Sign(key).Length);
            for (var run = 0; run < Runs; run++)
            {
                cancel.ThrowIfCancellationRequested();
                GC.Collect();
                var before = GC.GetAllocatedBytesForCurrentThread();
                var began = Stopwatch.GetTimestamp();
                list.Sign(key);
                taken.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
                allocated.Add((double)(GC.GetAllocatedBytesForCurrentThread() - before) / size);
            }

            figures.Add(Figure.Under($"CRL of {count:N0} entries, encoded and signed", Medians.Of(taken), "ms", limit));
            figures.Add(Figure.Under($"CRL of {count:N0} entries, memory taken", Medians.Of(allocated), "× its size", 4));
        }

        return figures;
    }
}
