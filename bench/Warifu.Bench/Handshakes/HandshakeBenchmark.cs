using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Bench.Figures;
using Warifu.Development;
using Warifu.Worlds;

namespace Warifu.Bench.Handshakes;

/// <summary>
/// Server CPU for a full mutual-TLS handshake (ECDSA P-256, TLS 1.3, CA list sent, no resumption) with a two-octet answer,
/// beside nginx with <c>ssl_verify_client</c> on the same certificates.
/// </summary>
internal static class HandshakeBenchmark
{
    private const int Handshakes = 1_000;
    // What is hot is compiled a second time; a server that has run for a minute is past that.
    private const int WarmUp = 10_000;
    private const int Runs = 5;
    private static readonly byte[] Request = "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray();

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync([SystemPackage.Peer], cancel);
        var folder = Directory.CreateTempSubdirectory("warifu-bench-").FullName;
        try
        {
            using var client = MakeCertificates(folder);
            var ports = Ports.Free();
            using var ours = StartOurs(folder, ports.Base);
            using var nginx = StartNginx(folder, ports.Base + 1);
            await ours.StandardOutput.ReadLineAsync(cancel);
            var target = SslStreamCertificateContext.Create(client, additionalCertificates: null, offline: true);
            foreach (var port in (int[])[ports.Base, ports.Base + 1])
                await ShakeAsync(port, WarmUp, target, cancel);
            var (mine, theirs) = await Medians.InTurnAsync(Runs,
                () => CostAsync(ours, ports.Base, target, cancel), () => CostAsync(nginx, ports.Base + 1, target, cancel));
            await ours.StandardInput.WriteLineAsync();
            nginx.Kill(entireProcessTree: true);
            return [Figure.AtMost("server CPU per mutual-TLS handshake and 2-octet GET", mine, "ms", "nginx", theirs, 1.4)];
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<double> CostAsync(Process server, int port, SslStreamCertificateContext client, CancellationToken cancel)
    {
        var before = Programs.CpuSeconds(server.Id);
        await ShakeAsync(port, Handshakes, client, cancel);
        return (Programs.CpuSeconds(server.Id) - before) * 1000 / Handshakes;
    }

    private static Task ShakeAsync(int port, int count, SslStreamCertificateContext client, CancellationToken cancel) =>
        Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancel }, async (_, inner) =>
        {
            using var tcp = new TcpClient { NoDelay = true };
            await ConnectAsync(tcp, port, inner);
            await using var tls = new SslStream(tcp.GetStream());
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                ClientCertificateContext = client,
                AllowTlsResume = false,
                RemoteCertificateValidationCallback = (_, _, _, _) => true,
            }, inner);
            await tls.WriteAsync(Request, inner);
            using var reader = new StreamReader(tls);
            var answer = await reader.ReadToEndAsync(inner);
            if (!answer.StartsWith("HTTP/1.1 200", StringComparison.Ordinal))
                throw new InvalidOperationException($"Unexpected answer: {answer}");
        });

    private static async Task ConnectAsync(TcpClient tcp, int port, CancellationToken cancel)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await tcp.ConnectAsync(IPAddress.Loopback, port, cancel);
                return;
            }
            catch (SocketException) when (tries < 50)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancel); // The peer is still starting.
            }
        }
    }

    private static Process StartOurs(string folder, int port) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serve-face", folder, $"{port}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;

    private static Process StartNginx(string folder, int port)
    {
        File.WriteAllText(Path.Combine(folder, "nginx.conf"), $$"""
            worker_processes 1;
            daemon off;
            pid {{folder}}/nginx.pid;
            error_log /dev/null;
            events { worker_connections 512; }
            http {
              access_log off;
              server {
                listen 127.0.0.1:{{port}} ssl;
                server_name localhost;
                ssl_certificate {{folder}}/server.pem;
                ssl_certificate_key {{folder}}/server.key;
                ssl_client_certificate {{folder}}/client-ca.pem;
                ssl_verify_client on;
                ssl_protocols TLSv1.2 TLSv1.3;
                ssl_session_tickets off;
                ssl_session_cache off;
                location / { return 200 "ok"; }
              }
            }
            """);
        return Programs.Start("/usr/sbin/nginx", ["-c", Path.Combine(folder, "nginx.conf"), "-p", folder]);
    }

    private static X509Certificate2 MakeCertificates(string folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var caKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var caRequest = new CertificateRequest("CN=bench CA", caKey, HashAlgorithmName.SHA256);
        caRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var ca = caRequest.CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
        X509Certificate2 Issue(string name, out string key)
        {
            using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            key = own.ExportPkcs8PrivateKeyPem();
            var request = new CertificateRequest(name, own, HashAlgorithmName.SHA256);
            using var made = request.Create(ca, now.AddHours(-1), now.AddDays(1), RandomNumberGenerator.GetBytes(8));
            return X509CertificateLoader.LoadPkcs12(made.CopyWithPrivateKey(own).Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
        }
        using var server = Issue("CN=localhost", out var serverKey);
        File.WriteAllText(Path.Combine(folder, "client-ca.pem"), ca.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.pem"), server.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "server.key"), serverKey);
        File.WriteAllBytes(Path.Combine(folder, "server.p12"), server.Export(X509ContentType.Pkcs12));
        return Issue("CN=user", out _);
    }
}
