using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Warifu.Hub;
using Warifu.Hub.Agents;
using Warifu.Hub.Links;
using Warifu.Hub.Offices;
using Warifu.Postgres;
using Warifu.Postgres.Cluster;
using Warifu.Postgres.Jobs;
using Warifu.Postgres.Secrets;
using Warifu.Tests.Postgres;
using Warifu.Tests.Web;
using Warifu.Web.Faces;

namespace Warifu.Tests.Hub;

/// <summary>A hub with real TLS and a real database, empty at first.</summary>
internal sealed class HubWorld : IAsyncDisposable
{
    public const string Password = "minato no fune 2026";
    public const string EntryId = "9972-corporate-certificate";

    private readonly WebApplication app;
    private readonly X509Certificate2 server = TestParty.SelfSigned("CN=hub");
    private readonly string folder = Directory.CreateTempSubdirectory("warifu-hub-").FullName;
    private readonly string ownerConnectionString;

    private HubWorld(TestCluster cluster, PartyDatabase made)
    {
        var port = TestParty.FreePort();
        Face Of(string name, string host, ClientCertificates asks) => new()
        {
            Name = name,
            Owner = HubFaces.Owner,
            ClientCertificates = asks,
            Addresses = [new("names", host, port)],
            Certificate = FaceListeners.Context(server, [], []),
        };
        var faces = new FaceTable([Of(HubFaces.Web, "hub.test", ClientCertificates.NotAsked), Of(HubFaces.Agents, "agents.hub.test", ClientCertificates.Asked)]);
        ownerConnectionString = cluster.Cluster.ConnectionString(made, owner: true);
        app = HubServer.Build(new HubSettings(
            cluster.Cluster.ConnectionString(made, owner: false), ServerKey.LoadOrMake(Path.Combine(folder, "hub.key")), faces, IPAddress.Loopback, Time, _ => { }));
        (Web, AgentsBase, Port) = (new Uri($"https://hub.test:{port}"), new Uri($"https://agents.hub.test:{port}"), port);
    }

    public ShiftedTime Time { get; } = new();

    public Uri Web { get; }

    public Uri AgentsBase { get; }

    public int Port { get; }

    public Database Database => app.Services.GetRequiredService<Database>();

    public Wakeup Wakeup => app.Services.GetRequiredService<Wakeup>();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<HubWorld> StartAsync(TestCluster cluster)
    {
        var world = new HubWorld(cluster, await cluster.MakeAsync("hub", typeof(HubServer).Assembly));
        await world.app.StartAsync(Cancel);
        return world;
    }

    public async Task<Guid> OpenOfficeAsync(string mail = "keiri@minato.test") =>
        (await OfficeOpening.OpenAsync(Database, Guid.NewGuid(), "株式会社みなと製作所", mail, "港 花子", Password, Cancel)).Value;

    public async Task<Guid> LinkAsync(Guid office, string userId = "minato01") =>
        (await LinkRegistration.RegisterAsync(Database, Wakeup, office, EntryId, userId, null, Cancel)).Value;

    public async Task<PairingKey> IssueKeyAsync(Guid office)
    {
        var member = await Database.InTenantAsync(office.ToString(), work => work.SingleAsync<Guid>("select member_id from member"), Cancel);
        return await PairingKeys.IssueAsync(Database, office, member, Cancel);
    }

    /// <summary>An agent that is paired with the office.</summary>
    public async Task<TestAgent> PairAsync(Guid office, string pcName = "経理のPC")
    {
        var agent = new TestAgent(this);
        await agent.PairAsync((await IssueKeyAsync(office)).Key, pcName);
        return agent;
    }

    /// <summary>A browser: it keeps cookies and follows no redirect by itself.</summary>
    public HttpClient Browser() => new(Handler(null, cookies: true)) { BaseAddress = Web, DefaultRequestHeaders = { { "Accept", "text/html" } } };

    public HttpClient Client(X509Certificate2? certificate) =>
        new(Handler(certificate, cookies: false)) { BaseAddress = AgentsBase, DefaultRequestVersion = HttpVersion.Version20 };

    /// <summary>Runs SQL as the owner, for what a test needs and the product must not do.</summary>
    public async Task AsOwnerAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(ownerConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(CancellationToken.None);
        await Database.DisposeAsync();
        await app.DisposeAsync();
        server.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private SocketsHttpHandler Handler(X509Certificate2? certificate, bool cookies) => new()
    {
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
        AllowAutoRedirect = false,
        UseCookies = cookies,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == server.GetCertHashString(),
            ClientCertificates = certificate is null ? null : [certificate],
            LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
        },
    };
}
