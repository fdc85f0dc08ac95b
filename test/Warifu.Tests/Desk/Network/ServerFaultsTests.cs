using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Desk;
using Warifu.Desk.Certificates;
using Warifu.Desk.Keys;
using Warifu.Desk.Network;

namespace Warifu.Tests.Desk.Network;

/// <summary>Servers that are not what they should be: nothing is sent to them.</summary>
public sealed class ServerFaultsTests : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(-30, -1)]
    [InlineData(1, 30)]
    public async Task A_certificate_that_is_wrong_by_its_days_alone_points_at_this_PCs_clock(int from, int until)
    {
        await using var server = new OddServer(from, until);
        server.NameAt(folder.Home);
        Assert.Equal("desk-clock-wrong", await CodeAsync(server.Address));
        Assert.Equal(0, await server.OctetsAsync());
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_the_clocks_fault()
    {
        await using (var server = new OddServer(-30, -1))
        {
            Assert.Equal("server-not-trusted", await CodeAsync(server.Address));
            Assert.Equal(0, await server.OctetsAsync());
        }
        await using var elsewhere = new OddServer(-30, 30, "another.test");
        elsewhere.NameAt(folder.Home);
        Assert.Equal("server-not-trusted", await CodeAsync(elsewhere.Address));
        Assert.Equal(0, await elsewhere.OctetsAsync());
    }

    [Fact]
    public async Task An_address_that_nobody_has_is_told_apart_from_a_server_that_is_away()
    {
        // RFC 6761: nobody ever has a name there.
        Assert.Equal("server-name-unknown", await CodeAsync(new("https://www.bank.invalid")));
        Assert.Equal("server-unreachable", await CodeAsync(new("https://localhost:1")));
    }

    private async Task<string> CodeAsync(Uri bank)
    {
        var vault = Vault.Open(folder.Home, "a passphrase of words").Value;
        var issued = await new IssueCertificate(folder.Home, vault).RunAsync(bank, "minato03", "Login-0003", oneTimePassword: null, japanese: true, step: null, Cancel);
        Assert.Empty(Asking.Unanswered(folder.Home));
        return issued.Refusal!.Code;
    }

    /// <summary>It shows a certificate of its own making and counts what it is sent.</summary>
    private sealed class OddServer : IAsyncDisposable
    {
        private readonly X509Certificate2 certificate;
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly Task<int> octets;

        /// <param name="from">Its days, from today.</param>
        public OddServer(int from, int until, string name = "localhost")
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
            var names = new SubjectAlternativeNameBuilder();
            names.AddDnsName(name);
            request.CertificateExtensions.Add(names.Build());
            var now = TimeProvider.System.GetUtcNow();
            certificate = request.CreateSelfSigned(now.AddDays(from), now.AddDays(until));
            listener.Start();
            octets = ServeAsync();
        }

        public Uri Address => new($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}");

        public void NameAt(DeskFolder folder)
        {
            var pem = Path.Combine(folder.Path, "named.pem");
            File.WriteAllText(pem, certificate.ExportCertificatePem());
            ServerTrust.Name(folder, pem);
            File.Delete(pem);
        }

        /// <summary>What arrived under TLS.</summary>
        public Task<int> OctetsAsync() => octets.WaitAsync(TimeSpan.FromMinutes(1), TimeProvider.System, Cancel);

        public async ValueTask DisposeAsync()
        {
            listener.Dispose();
            await octets;
            certificate.Dispose();
        }

        private async Task<int> ServeAsync()
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(Cancel);
                await using var tls = new SslStream(client.GetStream());
                await tls.AuthenticateAsServerAsync(certificate);
                return await tls.ReadAsync(new byte[16], Cancel);
            }
            catch (Exception refused) when (refused is IOException or System.Security.Authentication.AuthenticationException or SocketException or ObjectDisposedException)
            {
                return 0; // The client did not like what it saw.
            }
        }
    }
}
