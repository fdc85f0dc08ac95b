using System.Diagnostics;
using Warifu.Bench.Figures;
using Warifu.Development;
using Warifu.Worlds;

namespace Warifu.Bench.Status;

/// <summary>
/// Server CPU for a plain OCSP GET on kept-alive connections: the whole authority with its database beside a bare Kestrel endpoint
/// that answers the same DER to everything, and beside nginx serving the same octets as a file. The database's own process counts as ours.
/// </summary>
internal static class OcspBenchmark
{
    private const int Requests = 80_000;
    private const int WarmUp = 20_000;
    private const int Runs = 5;
    private const int Connections = 4;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(6);

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync([SystemPackage.Peer], cancel);
        var folder = Directory.CreateTempSubdirectory("warifu-bench-").FullName;
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        try
        {
            return await RunAsync(folder, cancel);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Figure>> RunAsync(string folder, CancellationToken cancel)
    {
        var port = Ports.Free().Base;
        using var ours = Serve("serve-status", folder, port);
        await ReadyAsync(ours, cancel);
        var request = Path.Combine(folder, "request.der");
        await Programs.OutputAsync("openssl",
            ["ocsp", "-issuer", Path.Combine(folder, "issuing.pem"), "-cert", Path.Combine(folder, "leaf.pem"), "-no_nonce", "-reqout", request], cancel);
        var path = "/ocsp/" + Uri.EscapeDataString(Convert.ToBase64String(await File.ReadAllBytesAsync(request, cancel)));
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections });
        var answer = Path.Combine(folder, "answer.der");
        await File.WriteAllBytesAsync(answer, await client.GetByteArrayAsync($"http://localhost:{port}{path}", cancel), cancel);

        using var bare = Serve("serve-fixed", answer, port + 2);
        await ReadyAsync(bare, cancel);
        using var nginx = StartNginx(folder, port + 3);
        try
        {
            foreach (var at in (int[])[port, port + 2, port + 3])
                await AskAsync(client, $"http://localhost:{at}{path}", WarmUp, cancel);
            var (idle, bareIdle) = (await IdleAsync(ours, cancel), await IdleAsync(bare, cancel));
            Task<double> Cost(Process server, int at, double rest) => CostAsync(client, server, $"http://localhost:{at}{path}", rest, cancel);
            var (mine, fixedOne) = await Medians.InTurnAsync(Runs, () => Cost(ours, port, idle), () => Cost(bare, port + 2, bareIdle));
            var (whole, _) = await Medians.InTurnAsync(Runs, () => Cost(ours, port, 0), () => Task.FromResult(0.0));
            var (file, signing) = await Medians.InTurnAsync(
                Runs, () => Cost(nginx, port + 3, 0), () => OpenSslResponder.CostAsync(folder, port + 4, cancel));
            return
            [
                Figure.AtMost("server CPU per OCSP response, GET", mine, "µs", "bare Kestrel", fixedOne, 1.15),
                Figure.Told("server CPU per OCSP response, GET", mine, "µs", "nginx, a file", file),
                Figure.Told("server CPU per OCSP response, GET", mine, "µs", "openssl ocsp, signing each", signing),
                Figure.Told("server CPU per OCSP response, what it does unasked counted in", whole, "µs", "bare Kestrel", fixedOne),
                Figure.Told("CPU of an authority and its database that nobody asks", idle * 1000, "ms/s"),
            ];
        }
        finally
        {
            nginx.Kill(entireProcessTree: true);
            await bare.StandardInput.WriteLineAsync();
            await ours.StandardInput.WriteLineAsync();
            await ours.WaitForExitAsync(cancel);
        }
    }

    /// <param name="idle">CPU seconds the server spends in each second whether it is asked or not: what is left is the answers'.</param>
    private static async Task<double> CostAsync(HttpClient client, Process server, string address, double idle, CancellationToken cancel)
    {
        var (before, began) = (Programs.CpuSeconds(server.Id), Stopwatch.GetTimestamp());
        await AskAsync(client, address, Requests, cancel);
        return (Programs.CpuSeconds(server.Id) - before - (idle * Stopwatch.GetElapsedTime(began).TotalSeconds)) * 1_000_000 / Requests;
    }

    /// <summary>Once the compiler is through with what the warm-up showed it.</summary>
    private static async Task<double> IdleAsync(Process server, CancellationToken cancel)
    {
        await Task.Delay(Idle, TimeProvider.System, cancel);
        var (before, began) = (Programs.CpuSeconds(server.Id), Stopwatch.GetTimestamp());
        await Task.Delay(Idle, TimeProvider.System, cancel);
        return (Programs.CpuSeconds(server.Id) - before) / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    private static Task AskAsync(HttpClient client, string address, int count, CancellationToken cancel) => Task.WhenAll(
        Enumerable.Range(0, Connections).Select(async _ =>
        {
            for (var at = 0; at < count / Connections; at++)
                await client.GetByteArrayAsync(address, cancel);
        }));

    private static async Task ReadyAsync(Process server, CancellationToken cancel)
    {
        if (await server.StandardOutput.ReadLineAsync(cancel) is null)
            throw new InvalidOperationException("The server ended before it was ready.");
    }

    private static Process Serve(string verb, string place, int port) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [verb, place, $"{port}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    private static Process StartNginx(string folder, int port)
    {
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
            worker_processes 1;
            user root;
            daemon off;
            pid {{folder}}/nginx.pid;
            error_log /dev/null;
            events { worker_connections 512; }
            http {
              access_log off;
              keepalive_requests 1000000;
              open_file_cache max=10;
              server {
                listen 127.0.0.1:{{port}};
                location / { root {{folder}}; default_type application/ocsp-response; try_files /answer.der =404; }
              }
            }
            """);
        return Programs.Start("/usr/sbin/nginx", ["-c", Path.Combine(folder, "nginx.conf"), "-p", folder]);
    }
}
