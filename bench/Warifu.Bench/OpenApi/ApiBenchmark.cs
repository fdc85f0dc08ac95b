using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
/// The open API of a bank with 60,000 links.
/// 1. Calls, each judged by token, grant, client, user and certificate and written to the history, beside a bare Kestrel that answers the very octets.
/// 2. Access tokens from refresh tokens and from codes, beside npm's oidc-provider, which keeps its own in memory.
/// 3. Whole links: pushed, opened, answered by the user page by page, redeemed; many at once.
/// Client, server and database share the machine.
/// </summary>
internal static class ApiBenchmark
{
    private const int Calls = 20_000;
    private const int Tokens = 6_000;
    private const int WarmUp = 20_000;
    private const int Runs = 5;
    private const string Peer = "oidc-provider, kept in memory";

    /// <summary>Requests under way on each of two connections.</summary>
    private const int Streams = 64;

    public static Task<IReadOnlyList<Figure>> CallsAsync(CancellationToken cancel) => InABankAsync((bank, load) => CallsAsync(bank, load, cancel), cancel); // 1

    public static Task<IReadOnlyList<Figure>> TokensAsync(CancellationToken cancel) => InABankAsync((bank, load) => TokensAsync(bank, load, cancel), cancel); // 2

    public static Task<IReadOnlyList<Figure>> LinksAsync(CancellationToken cancel) => InABankAsync((bank, _) => LinksAsync(bank, cancel), cancel); // 3

    private static async Task<IReadOnlyList<Figure>> InABankAsync(Func<Bank, PageLoad, Task<IReadOnlyList<Figure>>> measure, CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync([SystemPackage.Database, SystemPackage.TheirPackages], cancel);
        await using var place = new Place();
        var (program, words) = place.Dev("up");
        using var up = Programs.Start(program, words);
        try
        {
            var ready = await up.StandardOutput.ReadLineAsync(cancel)
                ?? throw new InvalidOperationException($"up ended: {await up.StandardError.ReadToEndAsync(cancel)}");
            var world = JsonSerializer.Deserialize<Description>(ready, WireJson.Options)!;
            using var service = BenchCertificate.Make("CN=bench");
            await GivenLinks.GiveAsync(
                PrivateCluster.ConnectionStringOf(place.Folder, BankServer.Database, owner: false),
                PrivateCluster.ConnectionStringOf(place.Folder, BankServer.Database, owner: true), People.Master, SHA256.HashData(service.RawData), cancel);
            using var load = new PageLoad(service, Streams);
            return await measure(new(world, new UriBuilder(world.BankCert) { Port = world.BankCert.Port + 1 }.Uri, up.Id, place.Folder, service), load);
        }
        finally
        {
            Postmaster.Interrupt(up.Id);
            await up.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static async Task<IReadOnlyList<Figure>> CallsAsync(Bank bank, PageLoad load, CancellationToken cancel)
    {
        var address = new Uri(bank.Api, "/accounts");
        var file = Path.Combine(bank.Folder, "accounts.json");
        await File.WriteAllBytesAsync(file, await load.AnswerAsync(Call(address, 1), cancel), cancel);
        var port = Ports.Free().Base;
        await using var peer = await ServedProcess.StartAsync("serve-page", file, port, cancel);
        var beside = new Uri($"https://localhost:{port}/");
        await load.RunAsync(number => Call(address, number), GivenLinks.Count, cancel); // Each link has been used.
        await load.RunAsync(number => Call(beside, number), GivenLinks.Count, cancel);
        var (ofServer, ofDatabase) = (new List<double>(), new List<double>());
        var (ours, bare) = await Medians.InTurnAsync(Runs, OursAsync, () => load.RunAsync(number => Call(beside, number), Calls, cancel));
        return
        [
            new("calls of the open API, written to the history", ours, "1/s", "bare Kestrel, the same octets", bare, "≥ 0.25 × bare Kestrel", ours >= bare / 4),
            Figure.Told("CPU of the bank per call", Medians.Of(ofServer), "µs"),
            Figure.Told("CPU of its database per call", Medians.Of(ofDatabase), "µs"),
        ];

        async Task<double> OursAsync()
        {
            var (whole, own) = (Programs.CpuSeconds(bank.Process), Programs.OwnCpuSeconds(bank.Process));
            var pace = await load.RunAsync(number => Call(address, number), Calls, cancel);
            var used = Programs.OwnCpuSeconds(bank.Process) - own;
            ofServer.Add(used * 1_000_000 / Calls);
            ofDatabase.Add((Programs.CpuSeconds(bank.Process) - whole - used) * 1_000_000 / Calls);
            return pace;
        }
    }

    private static async Task<IReadOnlyList<Figure>> TokensAsync(Bank bank, PageLoad load, CancellationToken cancel)
    {
        await using var peer = await OidcProvider.StartAsync(bank.Folder, bank.Service, cancel);
        return
        [
            .. await MeasureAsync("access tokens from refresh tokens", TokenRequests.Refresh),
            .. await MeasureAsync("access and refresh tokens from codes", TokenRequests.Redeem),
        ];

        async Task<IReadOnlyList<Figure>> MeasureAsync(string name, Func<Uri, int, HttpRequestMessage> ask)
        {
            // A code counts once: the numbers go on from run to run.
            var (mine, theirs) = (0, 0);
            var (ourCost, theirCost) = (new List<double>(), new List<double>());
            await OursAsync(WarmUp);
            await TheirsAsync(WarmUp);
            ourCost.Clear();
            theirCost.Clear();
            var (ours, other) = await Medians.InTurnAsync(Runs, () => OursAsync(Tokens), () => TheirsAsync(Tokens));
            return
            [
                new($"{name}, mutual TLS, ES256", ours, "1/s", Peer, other, "≥ 2 × oidc-provider", ours >= 2 * other),
                Figure.Told($"{name}: CPU of bank and database for one", Medians.Of(ourCost), "µs", Peer, Medians.Of(theirCost)),
            ];

            Task<double> OursAsync(int count) => AskAsync(bank.Api, bank.Process, ourCost, (mine += count) - count, count);

            Task<double> TheirsAsync(int count) => AskAsync(peer.Address, peer.Process, theirCost, (theirs += count) - count, count);

            async Task<double> AskAsync(Uri server, int process, List<double> cost, int first, int count)
            {
                var before = Programs.CpuSeconds(process);
                var pace = await load.RunAsync(number => ask(server, first + number), count, cancel);
                cost.Add((Programs.CpuSeconds(process) - before) * 1_000_000 / count);
                return pace;
            }
        }
    }

    private static async Task<IReadOnlyList<Figure>> LinksAsync(Bank bank, CancellationToken cancel)
    {
        var people = new List<Linking.Person>();
        foreach (var user in People.BankUsers)
        {
            var pc = Pc.Of(bank.World, user, Path.Combine(bank.Folder, user), japanese: true);
            people.Add(new(pc.WithKey(await pc.CertificateAsync(cancel)), bank.World.Of(user).Password));
        }
        return await new Linking(bank.World, bank.Api, bank.Service, people).MeasureAsync(cancel);
    }

    /// <param name="Process">Of everything that the world has.</param>
    /// <param name="Service">The certificate of the service.</param>
    private sealed record Bank(Description World, Uri Api, int Process, string Folder, X509Certificate2 Service);

    private static HttpRequestMessage Call(Uri address, int number) => new(HttpMethod.Get, address) { Headers = { { "Authorization", $"Bearer {GivenLinks.Access(number)}" } } };
}
