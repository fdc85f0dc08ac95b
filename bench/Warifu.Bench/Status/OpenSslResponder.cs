using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Bench.Figures;

namespace Warifu.Bench.Status;

/// <summary><c>openssl ocsp</c> in its mode as a responder, with a P-256 key. It takes one request a connection and signs each answer.</summary>
internal static class OpenSslResponder
{
    private const int Requests = 1_000;

    public static async Task<double> CostAsync(string folder, int port, CancellationToken cancel)
    {
        var question = MakePlace(folder);
        using var server = Programs.Start("openssl",
        [
            "ocsp", "-ignore_err", "-index", In("ocsp-index.txt"), "-port", $"{port}", "-CA", In("ocsp-ca.pem"), "-rsigner", In("ocsp-ca.pem"), "-rkey", In("ocsp-ca.key"), "-ndays", "1",
        ]);
        try
        {
            server.OutputDataReceived += static (_, _) => { };
            server.ErrorDataReceived += static (_, _) => { };
            server.BeginOutputReadLine();
            server.BeginErrorReadLine();
            await Programs.OutputAsync("openssl", ["ocsp", "-issuer", In("ocsp-ca.pem"), "-cert", In("ocsp-leaf.pem"), "-no_nonce", "-reqout", question], cancel);
            // By POST: after a GET it closes with headers unread, which the client sees as a reset now and then. And never on a
            // second connection, which it would take first and wait for.
            using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 });
            var asked = await File.ReadAllBytesAsync(question, cancel);
            await AnswerAsync(client, port, asked, cancel);
            var before = Programs.CpuSeconds(server.Id);
            for (var at = 0; at < Requests; at++)
                await AnswerAsync(client, port, asked, cancel);
            return (Programs.CpuSeconds(server.Id) - before) * 1_000_000 / Requests;
        }
        finally
        {
            server.Kill(entireProcessTree: true);
        }

        string In(string name) => Path.Combine(folder, name);
    }

    /// <summary>Tried until it listens, and again where it closes a connection too soon. A connection without a question would hang it.</summary>
    private static async Task AnswerAsync(HttpClient client, int port, byte[] question, CancellationToken cancel)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await AskAsync(client, port, question, cancel);
                return;
            }
            catch (HttpRequestException) when (tries < 200)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancel);
            }
        }
    }

    private static async Task AskAsync(HttpClient client, int port, byte[] question, CancellationToken cancel)
    {
        using var body = new ByteArrayContent(question) { Headers = { ContentType = new MediaTypeHeaderValue("application/ocsp-request") } };
        using var answer = await client.PostAsync($"http://127.0.0.1:{port}/", body, cancel);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>An authority of its own with one certificate that stands.</summary>
    private static string MakePlace(string folder)
    {
        var now = TimeProvider.System.GetUtcNow();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=bench responder", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var ca = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        using var leafKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var leaf = new CertificateRequest("CN=leaf", leafKey, HashAlgorithmName.SHA256)
            .Create(ca, now.AddHours(-1), now.AddDays(20), [0x12, 0x34, 0x56, 0x78, 0x12, 0x34, 0x56, 0x78]);
        File.WriteAllText(Path.Combine(folder, "ocsp-ca.pem"), ca.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "ocsp-ca.key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(Path.Combine(folder, "ocsp-leaf.pem"), leaf.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "ocsp-index.txt"), $"V\t{now.AddDays(20):yyMMddHHmmss}Z\t\t{leaf.SerialNumber}\tunknown\t/CN=leaf\n");
        return Path.Combine(folder, "ocsp-question.der");
    }
}
