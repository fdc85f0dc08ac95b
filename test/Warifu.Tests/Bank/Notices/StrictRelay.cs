using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using Warifu.Tests.Web;

namespace Warifu.Tests.Bank.Notices;

/// <summary>A real SMTP server that takes mail only after STARTTLS and from those who sign on.</summary>
internal sealed class StrictRelay : IDisposable
{
    private const string Serving = """
        import asyncio, ssl, sys
        from aiosmtpd.smtp import SMTP, AuthResult
        from aiosmtpd.handlers import Mailbox
        folder, port = sys.argv[1], int(sys.argv[2])
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(folder + '/relay.pem', folder + '/relay.key')
        def sign_on(server, session, envelope, mechanism, data):
            return AuthResult(success=(data.login, data.password) == (b'bank', b'relay-password'))
        class Relay(SMTP):
            # The names of mechanisms ignore case (RFC 4954, 3); this server would know capitals alone.
            auth_login = SMTP.auth_LOGIN
        async def serve():
            loop = asyncio.get_running_loop()
            make = lambda: Relay(Mailbox(folder + '/mail'), require_starttls=True, tls_context=tls, auth_required=True, authenticator=sign_on, loop=loop)
            server = await loop.create_server(make, '127.0.0.1', port)
            print('ready', flush=True)
            await server.serve_forever()
        asyncio.run(serve())
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("warifu-relay-").FullName;
    private readonly Process server;

    private StrictRelay()
    {
        using var certificate = TestParty.SelfSigned("CN=localhost");
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "relay.key"), certificate.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        server = Process.Start(new ProcessStartInfo("/usr/bin/python3", ["-c", Serving, folder, $"{Port}"]) { UseShellExecute = false, RedirectStandardOutput = true })!;
    }

    public int Port { get; } = TestParty.FreePort();

    public string Certificate => Path.Combine(folder, "relay.pem");

    public string Mail => Path.Combine(folder, "mail");

    public static async Task<StrictRelay> StartAsync()
    {
        var relay = new StrictRelay();
        Assert.Equal("ready", await relay.server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return relay;
    }

    public void Dispose()
    {
        server.Kill();
        server.WaitForExit();
        server.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
