using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Warifu.Bench.Figures;
using Warifu.Development;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Wire;
using Warifu.Wire.Registration;
using Warifu.Worlds;

namespace Warifu.Bench.Issuance;

/// <summary>
/// Certificates issued in a second over mutual TLS and HTTP/2 with everything on: key checks, lints, register, log and a database
/// that keeps each commit. The load runs on the same machine at the same time. Beside it <c>cfssl serve</c> on the same requests.
/// </summary>
internal static class IssuanceBenchmark
{
    private const int Runs = 5;
    private const int WarmUp = 25_000;
    private const int Requests = 10_000;
    private const double Goal = 2_500;

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync([SystemPackage.PeerAuthority], cancel);
        using var folder = new BenchFolder();
        var csrs = MakeRequests(WarmUp + (Runs * Requests));
        var port = Ports.Free().Base;
        await using var ours = await ServedProcess.StartAsync("serve-status", folder.Path, port, cancel);
        using var registration = X509CertificateLoader.LoadPkcs12FromFile(folder.In("registration.p12"), null);
        using var root = X509CertificateLoader.LoadCertificateFromFile(folder.In("root.pem"));
        using var peer = await Cfssl.StartAsync(folder.Path, port + 2, cancel);
        try
        {
            using var load = new Load(registration, root);
            var here = new Uri($"https://localhost:{port + 1}{RegistrationWire.Certificates}");
            var there = Cfssl.Target(port + 2);
            var (mine, theirs, costs) = (new List<Pace>(), new List<Pace>(), new List<Costs>());
            await load.RunAsync(here, Bodies(csrs[..WarmUp]), cancel);
            await load.RunAsync(there, [.. csrs[..WarmUp].Select(Cfssl.Body)], cancel);
            for (var run = 0; run < Runs; run++)
            {
                var ofRun = csrs.AsMemory(WarmUp + (run * Requests), Requests).ToArray();
                var before = Costs.Until(ours.Process.Id);
                mine.Add(await load.RunAsync(here, Bodies(ofRun), cancel));
                costs.Add(Costs.Until(ours.Process.Id) - before);
                theirs.Add(await load.RunAsync(there, [.. ofRun.Select(Cfssl.Body)], cancel));
            }

            return
            [
                Figure.AtLeast("certificates issued, everything kept", Medians.Of(mine.Select(it => it.PerSecond)), "1/s", Goal,
                    "cfssl serve, nothing kept", Medians.Of(theirs.Select(it => it.PerSecond))),
                Figure.Told("99 of 100 issued within, 128 under way", Medians.Of(mine.Select(it => it.LateMilliseconds)), "ms",
                    "cfssl serve, nothing kept", Medians.Of(theirs.Select(it => it.LateMilliseconds))),
                Figure.Told("CPU of the authority per certificate", Medians.Of(costs.Select(it => it.Server)) * 1e6 / Requests, "µs"),
                Figure.Told("CPU of its database per certificate", Medians.Of(costs.Select(it => it.Database)) * 1e6 / Requests, "µs"),
                Figure.Told("CPU of the load per certificate", Medians.Of(costs.Select(it => it.Load)) * 1e6 / Requests, "µs"),
            ];
        }
        finally
        {
            peer.Kill(entireProcessTree: true);
        }
    }

    private static byte[][] MakeRequests(int count)
    {
        var made = new byte[count][];
        Parallel.For(0, count, at =>
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            made[at] = SigningRequest.Make(key, Subject.Empty);
        });
        return made;
    }

    private static byte[][] Bodies(byte[][] csrs) =>
    [
        .. csrs.Select((csr, at) => JsonSerializer.SerializeToUtf8Bytes(
            new IssueRequest(Guid.NewGuid(), csr, $"logid{at:00000} A001 20261121180000000435", "株式会社みなと商会", 365), WireJson.Options)),
    ];

    /// <summary>CPU seconds of each part of a run.</summary>
    private sealed record Costs(double Server, double Database, double Load)
    {
        public static Costs Until(int server)
        {
            var own = Programs.OwnCpuSeconds(server);
            return new Costs(own, Programs.CpuSeconds(server) - own, Programs.OwnCpuSeconds(Environment.ProcessId));
        }

        public static Costs operator -(Costs later, Costs before) =>
            new(later.Server - before.Server, later.Database - before.Database, later.Load - before.Load);
    }
}
