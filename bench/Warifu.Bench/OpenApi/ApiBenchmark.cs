using System.Security.Cryptography;
using System.Text.Json;
using Warifu.Bank;
using Warifu.Bench.Figures;
using Warifu.Bench.SignIn;
using Warifu.Bench.Starts;
using Warifu.Development;
using Warifu.Postgres.Cluster;
using Warifu.Stories;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Bench.OpenApi;

/// <summary>
/// Calls of the open API over 10,000 links, each judged by token, grant, client, user and certificate and written to the history, beside a bare Kestrel that
/// answers the very octets; and access tokens made from refresh tokens. Client, server and database share the machine.
/// </summary>
internal static class ApiBenchmark
{
    private const int Links = 10_000;
    private const int Calls = 5_000;
    private const int WarmUp = 3_000;
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
            await GivenLinks.GiveAsync(
                PrivateCluster.ConnectionStringOf(place.Folder, BankServer.Database, owner: false), People.Master, SHA256.HashData(certificate.RawData), Links, cancel);
            using var load = new PageLoad(certificate);
            var api = new UriBuilder(world.BankCert) { Port = world.BankCert.Port + 1 }.Uri;
            var answer = new Uri(api, "/accounts");
            var file = Path.Combine(place.Folder, "accounts.json");
            await File.WriteAllBytesAsync(file, await load.AnswerAsync(Call(answer, 1), cancel), cancel);
            var port = Ports.Free().Base;
            await using var peer = await ServedProcess.StartAsync("serve-page", file, port, cancel);
            var beside = new Uri($"https://localhost:{port}/");
            await load.RunAsync(number => Call(answer, number), WarmUp, cancel);
            await load.RunAsync(number => Call(beside, number), WarmUp, cancel);
            var (ours, bare) = await Medians.InTurnAsync(
                Runs, () => load.RunAsync(number => Call(answer, number), Calls, cancel), () => load.RunAsync(number => Call(beside, number), Calls, cancel));
            await load.RunAsync(number => Refresh(api, number), WarmUp, cancel);
            var refreshes = new List<double>();
            for (var run = 0; run < Runs; run++)
                refreshes.Add(await load.RunAsync(number => Refresh(api, number), Calls, cancel));
            return
            [
                new("calls of the open API, written to the history", ours, "1/s", "bare Kestrel, the same octets", bare, "≥ 0.25 × bare Kestrel", ours >= bare / 4),
                Figure.Told("access tokens from refresh tokens, mutual TLS, ES256", Medians.Of(refreshes), "1/s"),
            ];
        }
        finally
        {
            Postmaster.Interrupt(up.Id);
            await up.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static HttpRequestMessage Call(Uri address, int number) => new(HttpMethod.Get, address) { Headers = { { "Authorization", $"Bearer {GivenLinks.Access((number % Links) + 1)}" } } };

    private static HttpRequestMessage Refresh(Uri api, int number) => new(HttpMethod.Post, new Uri(api, "/token"))
    {
        Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "refresh_token",
            ["client_id"] = GivenLinks.ClientId,
            ["refresh_token"] = GivenLinks.Refresh((number % Links) + 1),
        }),
    };
}
