using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Web.Faces;
using Warifu.Web.Serving;

namespace Warifu.Tests.Web;

/// <summary>A party of two faces on one port of this machine, with real TLS.</summary>
internal sealed class TestParty : IAsyncDisposable, IPartyLook
{
    private static int lastPort = RandomNumberGenerator.GetInt32(1 << 13);
    private readonly WebApplication app;

    private TestParty(int port, Action<WebApplication> map, IReadOnlyList<IPNetwork> proxies)
    {
        Port = port;
        Face Of(string name, ClientCertificates asks) => new()
        {
            Name = name,
            Owner = "9972",
            ClientCertificates = asks,
            Addresses = [new("names", $"{name}.asagiri.test", port)],
            Certificate = FaceListeners.Context(Server, [], []),
        };
        var faces = new FaceTable([Of("www", ClientCertificates.NotAsked), Of("cert", ClientCertificates.Asked)]);
        var builder = PartyServer.Create(new("test", typeof(TestParty).Assembly, faces, IPAddress.Loopback, TimeProvider.System, _ => { }) { Proxies = proxies });
        builder.Services.AddSingleton<IPartyLook>(this);
        app = PartyServer.Build(builder);
        map(app);
    }

    public int Port { get; }

    public X509Certificate2 Server { get; } = SelfSigned("CN=server");

    public static async Task<TestParty> StartAsync(Action<WebApplication> map, IReadOnlyList<IPNetwork>? proxies = null)
    {
        var party = new TestParty(FreePort(), map, proxies ?? []);
        await party.app.StartAsync(TestContext.Current.CancellationToken);
        return party;
    }

    public Look Of(HttpContext context) => new()
    {
        Brand = new("あさぎり信用組合", "Asagiri Credit Union"),
        Service = new("試験", "Test"),
        Accent = ("#1f4e79", "#8ab8e6"),
        Help = new("", ""),
    };

    /// <summary>A client that reaches every name at this party.</summary>
    /// <param name="before">Sent before the handshake.</param>
    public HttpClient Client(X509Certificate2? certificate = null, byte[]? before = null) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, Port, cancel);
            if (before is not null)
                await socket.SendAsync(before, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == Server.GetCertHashString(),
            ClientCertificates = certificate is null ? null : [certificate],
            LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
        },
    })
    {
        DefaultRequestVersion = HttpVersion.Version20,
    };

    /// <param name="host">The server's name, for clients that look at it.</param>
    public static X509Certificate2 SelfSigned(string name, string? host = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        if (host is not null)
        {
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(host);
            request.CertificateExtensions.Add(names.Build());
        }
        return request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
    }

    /// <summary>
    /// A port that is free and was given to nobody else of this run. It lies below those that the system gives to connections,
    /// which would else take it in the moment before it is listened on.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            var port = 10_000 + (Interlocked.Increment(ref lastPort) & 0x1FFF);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                continue;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        Server.Dispose();
    }
}
