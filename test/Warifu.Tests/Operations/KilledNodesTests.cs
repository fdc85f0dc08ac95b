using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Authority;
using Warifu.Authority.Ceremony;
using Warifu.Pki.Certificates;
using Warifu.Pki.Log;
using Warifu.Tests.Authority;
using Warifu.Tests.Postgres;
using Warifu.Tests.Web;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Operations;

/// <summary>
/// Two nodes in processes of their own on one database, killed a hundred times while banks ask for certificates. Who gets no
/// answer asks again, of the other node, with the same request key.
/// </summary>
public sealed class KilledNodesTests(TestCluster cluster) : IAsyncLifetime
{
    private const int Kills = 100;
    private const int Askers = 3;

    private readonly ConcurrentDictionary<Guid, IssuedCertificate> answered = [];
    private TestAuthority authority = null!;
    private WarifuProgram[] programs = [];
    private AuthoritySettings[] places = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        authority = await TestAuthority.MakeAsync(cluster);
        Assert.Null((await new KeyCeremony(authority.Settings).HoldAsync(TestAuthority.Plan, Cancel)).Refusal);
        places = [.. Enumerable.Range(0, 2).Select(at => authority.Settings with
        {
            Folder = Copied($"node-{at}"),
            StatusAddresses = [new("ports", "localhost", TestParty.FreePort())],
            RegistrationAddresses = [new("ports", "localhost", TestParty.FreePort())],
        })];
        programs = [.. places.Select(place => new WarifuProgram(place))];
    }

    public ValueTask DisposeAsync()
    {
        foreach (var program in programs)
            program.Dispose();
        return authority.DisposeAsync();
    }

    [Fact]
    [Trait("takes", "long")]
    public async Task Register_log_and_serial_numbers_agree_after_a_hundred_kills()
    {
        using var registration = await RegisterAsync();
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var asking = Enumerable.Range(0, Askers).Select(_ => Task.Run(() => AskAsync(registration, over.Token), Cancel)).ToList();

        var kills = await Task.WhenAll(programs.Select(program => Task.Run(() => KillAsync(program, Kills / programs.Length), Cancel)));
        await using var first = await RunningNode.StartAsync(programs[0]);
        await over.CancelAsync();
        await Task.WhenAll(asking);

        Assert.Equal(Kills, kills.Sum());
        TestContext.Current.TestOutputHelper?.WriteLine($"{answered.Count} certificates answered over {Kills} kills");
        Assert.True(answered.Count > Kills, $"{answered.Count} certificates are no load.");
        await AssertAgreementAsync();
        var verified = await programs[0].RunAsync("verify", new Uri(new Uri(places[0].StatusAddresses[0].Origin(tls: false)), "/logs/asagiri-g1").AbsoluteUri);
        Assert.True(verified.Code == 0, verified.Errors);
        Assert.Contains("all in order.", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("takes", "long")]
    public async Task When_the_node_that_leads_the_log_is_killed_the_other_takes_over()
    {
        using var registration = await RegisterAsync();
        await using var second = await RunningNode.StartAsync(programs[1]);
        for (var round = 0; round < 3; round++)
        {
            await using var first = await RunningNode.StartAsync(programs[0]);
            using var bank = Client(places[1], registration);
            await IssueAsync(bank, TestAuthority.Request(), Cancel);
            await first.KillAsync();
            await IssueAsync(bank, TestAuthority.Request(), Cancel);
            await Until.TrueAsync(async () => await WaitingAsync() == 0);
        }

        await AssertAgreementAsync();
    }

    /// <summary>Starts the node and kills it at a random moment of its work, so many times.</summary>
    private async Task<int> KillAsync(WarifuProgram program, int times)
    {
        for (var at = 0; at < times; at++)
        {
            await using var node = await RunningNode.StartAsync(program);
            // Some die while they settle in, some in the middle of a commit, some while the log is signed.
            var enough = answered.Count + RandomNumberGenerator.GetInt32(0, 12);
            await Until.TrueAsync(() => Task.FromResult(answered.Count >= enough));
            using var moment = new PeriodicTimer(TimeSpan.FromMilliseconds(RandomNumberGenerator.GetInt32(1, 40)));
            await moment.WaitForNextTickAsync(Cancel);
            await node.KillAsync();
        }

        return times;
    }

    /// <summary>Until it is over, and then until the last request has its answer.</summary>
    private async Task AskAsync(X509Certificate2 registration, CancellationToken over)
    {
        using var banks = new Banks(places.Select(place => Client(place, registration)));
        while (!over.IsCancellationRequested)
        {
            var request = TestAuthority.Request();
            var issued = await banks.AnswerAsync(request);
            Assert.True(answered.TryAdd(request.RequestKey, issued));
        }
    }

    private async Task AssertAgreementAsync()
    {
        await Until.TrueAsync(async () => await WaitingAsync() == 0);
        await using var office = await AuthorityOffice.OpenAsync(places[0], cancel: Cancel);
        var rows = await office.Database.InTenantAsync(TestAuthority.Asagiri.Value, work => work.QueryAsync<Row>("""
            select i.request_key, i.serial, i.authority_id, c.sha256, r.leaf_id, l.leaf_index, l.entry, r.at, r.salt
            from issuance i
            left join certificate c on c.bank_code = i.bank_code and c.serial = i.serial
            left join log_receipt r on r.bank_code = i.bank_code and r.serial = i.serial
            left join log_leaf l on l.leaf_id = r.leaf_id
            where i.bank_code = @Tenant and i.authority_id = 'asagiri-g1'
            """, new { work.Tenant }), Cancel);
        var byKey = rows.ToLookup(row => row.RequestKey);

        Assert.Equal(rows.Count, rows.Select(row => row.Serial).Distinct().Count());
        Assert.All(rows, row => Assert.True(row is { Sha256: not null, LeafIndex: not null }, $"{row.RequestKey} has an intent without an end."));
        Assert.All(rows, row => Assert.Equal(row.Entry, new LogRecord(row.Sha256!, LogEvent.Issued, row.At!.Value, row.Salt!).Entry));
        Assert.All(answered, one =>
        {
            var row = Assert.Single(byKey[one.Key]);
            Assert.Equal((one.Value.Serial.Hex, Convert.ToHexString(SHA256.HashData(one.Value.Certificate))), (row.Serial, Convert.ToHexString(row.Sha256!)));
        });
        var leaves = rows.Select(row => row.LeafIndex!.Value).Order().ToList();
        Assert.Equal(Enumerable.Range(0, leaves.Count).Select(at => (long)at), leaves);
    }

    private async Task<long> WaitingAsync()
    {
        await using var database = new Warifu.Postgres.Database(authority.Settings.RuntimeConnection, TimeProvider.System);
        return await database.ReadAsync<long>("select count(*) from log_leaf where leaf_index is null and authority_id = 'asagiri-g1'", new { }, Cancel);
    }

    private async Task<X509Certificate2> RegisterAsync()
    {
        await using var office = await authority.OpenAsync();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issued = (await office.RegisterBankAsync(TestAuthority.Asagiri, Guid.NewGuid(), TestAuthority.Csr(key), Cancel)).Value;
        using var bare = X509CertificateLoader.LoadCertificate(issued.Certificate);
        return bare.CopyWithPrivateKey(key);
    }

    private static HttpClient Client(AuthoritySettings place, X509Certificate2 registration)
    {
        var root = Certificate.Read(File.ReadAllBytes(Path.Combine(place.Folder, "root.cer"))).Value;
        return TestAuthority.Client(place, root, registration);
    }

    private static async Task<IssuedCertificate> IssueAsync(HttpClient bank, IssueRequest request, CancellationToken cancel)
    {
        using var answer = await bank.PostAsJsonAsync(RegistrationWire.Certificates, request, WireJson.Options, cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<IssuedCertificate>(WireJson.Options, cancel))!;
    }

    private string Copied(string name)
    {
        var copy = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(authority.Settings.Folder)!, name)).FullName;
        foreach (var file in Directory.GetFiles(authority.Settings.Folder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    private sealed record Row(
        Guid RequestKey, string Serial, string AuthorityId, byte[]? Sha256, long? LeafId, long? LeafIndex, byte[]? Entry, DateTimeOffset? At, byte[]? Salt);

    /// <summary>One bank that knows both nodes.</summary>
    private sealed class Banks(IEnumerable<HttpClient> nodes) : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

        private readonly HttpClient[] clients = [.. nodes];

        /// <summary>Asks one node after the other with the same request until it has the answer.</summary>
        public async Task<IssuedCertificate> AnswerAsync(IssueRequest request)
        {
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
            var began = TimeProvider.System.GetTimestamp();
            for (var at = RandomNumberGenerator.GetInt32(clients.Length); ; at++)
            {
                try
                {
                    return await IssueAsync(clients[at % clients.Length], request, Cancel);
                }
                catch (Exception unanswered) when (unanswered is HttpRequestException or IOException && TimeProvider.System.GetElapsedTime(began) < Patience)
                {
                    await pause.WaitForNextTickAsync(Cancel);
                }
            }
        }

        public void Dispose()
        {
            foreach (var client in clients)
                client.Dispose();
        }
    }
}
