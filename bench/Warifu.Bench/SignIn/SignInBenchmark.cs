using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Warifu.Bank;
using Warifu.Bench.Figures;
using Warifu.Bench.Starts;
using Warifu.Development;
using Warifu.Postgres.Cluster;
using Warifu.Stories;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Bench.SignIn;

/// <summary>
/// The password page and the home page of the real program, each judged by register, user and session in the database, with
/// 10,000 open sessions there; each beside a bare Kestrel that answers the very octets of that page. Client, server and database
/// share the machine, so the pages in a second are those of all three.
/// </summary>
internal static class SignInBenchmark
{
    private const int Sessions = 10_000;
    private const int Pages = 3_000;
    private const int WarmUp = 6_000;
    private const int Runs = 5;

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync([SystemPackage.Database], cancel);
        await using var place = new Place();
        var (program, words) = place.Dev("up");
        using var up = Programs.Start(program, words);
        try
        {
            var ready = await up.StandardOutput.ReadLineAsync(cancel)
                ?? throw new InvalidOperationException($"up ended: {await up.StandardError.ReadToEndAsync(cancel)}");
            var world = JsonSerializer.Deserialize<Description>(ready, WireJson.Options)!;
            var pc = Pc.Of(world, People.Master, Path.Combine(place.Folder, "pc"), japanese: true);
            using var certificate = pc.WithKey(await pc.CertificateAsync(cancel));
            var cookie = await OpenSessions.OpenAsync(
                PrivateCluster.ConnectionStringOf(place.Folder, BankServer.Database, owner: false), People.Master, SHA256.HashData(certificate.RawData), Sessions, cancel);
            using var load = new PageLoad(certificate);
            return
            [
                .. await MeasureAsync("password page", new(world.BankCert, "/sign-in"), "ログインパスワード", "__Host-lang=ja"),
                .. await MeasureAsync($"home page, {Sessions:N0} open sessions", new(world.BankCert, "/"), "前回ログイン日時", $"__Host-lang=ja; __Host-bank-9972-cert={cookie}"),
            ];

            async Task<IReadOnlyList<Figure>> MeasureAsync(string name, Uri page, string holds, string cookies)
            {
                var octets = await load.PageAsync(page, cookies, cancel);
                if (!WebUtility.HtmlDecode(Encoding.UTF8.GetString(octets)).Contains(holds, StringComparison.Ordinal))
                    throw new InvalidOperationException($"{page} is not the {name}.");
                var file = Path.Combine(place.Folder, "page.html");
                await File.WriteAllBytesAsync(file, octets, cancel);
                var port = Ports.Free().Base;
                await using var peer = await ServedProcess.StartAsync("serve-page", file, port, cancel);
                var beside = new Uri($"https://localhost:{port}/");
                await load.RunAsync(page, cookies, WarmUp, cancel);
                await load.RunAsync(beside, cookies, WarmUp, cancel);
                var cost = new List<double>();
                var (ours, bare) = await Medians.InTurnAsync(Runs, OursAsync, () => load.RunAsync(beside, cookies, Pages, cancel));
                return
                [
                    Figure.Told(name, ours, "pages/s", "bare Kestrel, the same octets", bare),
                    Figure.Told($"{name}: CPU of server and database", Medians.Of(cost), "ms"),
                ];

                async Task<double> OursAsync()
                {
                    var before = Programs.CpuSeconds(up.Id);
                    var pace = await load.RunAsync(page, cookies, Pages, cancel);
                    cost.Add((Programs.CpuSeconds(up.Id) - before) * 1000 / Pages);
                    return pace;
                }
            }
        }
        finally
        {
            Postmaster.Interrupt(up.Id);
            await up.WaitForExitAsync(CancellationToken.None);
        }
    }
}
