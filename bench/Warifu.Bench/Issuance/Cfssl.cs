using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Warifu.Bench.Figures;

namespace Warifu.Bench.Issuance;

/// <summary>
/// <c>cfssl serve</c> of Debian's golang-cfssl under mutual TLS and HTTP/2, signing the same requests with P-256 for a year with
/// client authentication. It keeps nothing.
/// </summary>
internal static class Cfssl
{
    public static Uri Target(int port) => new($"https://localhost:{port}/api/v1/cfssl/sign");

    /// <param name="folder">With the root and the registration certificate's issuer, which it accepts at its door.</param>
    public static async Task<Process> StartAsync(string folder, int port, CancellationToken cancel)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bench peer CA", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        using var ca = request.CreateSelfSigned(now.AddDays(-1), now.AddYears(5));
        // Its API knows the older form of a private key only.
        await File.WriteAllTextAsync(In("peer-ca.pem"), ca.ExportCertificatePem(), cancel);
        await File.WriteAllTextAsync(In("peer-ca.key"), key.ExportECPrivateKeyPem(), cancel);
        await File.WriteAllTextAsync(In("peer.json"), """
            {"signing": {"default": {"expiry": "8760h", "usages": ["digital signature", "client auth"]}}}
            """, cancel);
        var server = Programs.Start("/usr/bin/cfssl",
        [
            "serve", "-address", "127.0.0.1", "-port", $"{port}", "-ca", In("peer-ca.pem"), "-ca-key", In("peer-ca.key"), "-config", In("peer.json"),
            "-tls-cert", In("peer-server.pem"), "-tls-key", In("peer-server.key"), "-mutual-tls-ca", In("trusted.pem"), "-loglevel", "5",
        ]);
        server.OutputDataReceived += static (_, _) => { };
        server.ErrorDataReceived += static (_, _) => { };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        await Programs.ListeningAsync(IPAddress.Loopback, port, cancel);
        return server;

        string In(string name) => Path.Combine(folder, name);
    }

    public static byte[] Body(byte[] csr) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        certificate_request = PemEncoding.WriteString("CERTIFICATE REQUEST", csr),
        subject = new { CN = "logid031 A001", names = new[] { new { O = "(9972)Bench" } } },
    });
}
