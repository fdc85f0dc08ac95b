using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Warifu.Bench.Figures;
using Warifu.Pki.Jose;
using Warifu.Worlds;

namespace Warifu.Bench.OpenApi;

/// <summary>npm's <c>oidc-provider</c> under its FAPI 2.0 profile, with the same service and as many codes and refresh tokens; they were made by its own classes, in memory.</summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(Checkout.Root, "bench", "Warifu.Bench", "OpenApi", "peer");

    private readonly ServedProcess process;

    private OidcProvider(ServedProcess process, Uri address) => (this.process, Address) = (process, address);

    public Uri Address { get; }

    public int Process => process.Process.Id;

    public static async Task<OidcProvider> StartAsync(string folder, X509Certificate2 service, CancellationToken cancel)
    {
        if (!Directory.Exists(Path.Combine(Program, "node_modules")))
            await Programs.OutputAsync("npm", ["ci", "--no-audit", "--no-fund", "--silent", "--prefix", Program], cancel);
        using var server = BenchCertificate.Make("CN=localhost");
        using var serverKey = server.GetECDsaPrivateKey()!;
        using var serviceKey = service.GetECDsaPublicKey()!;
        using var signing = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await WriteAsync("server.pem", server.ExportCertificatePem());
        await WriteAsync("server.key", serverKey.ExportPkcs8PrivateKeyPem());
        await WriteAsync("peer.json", JsonSerializer.Serialize(new
        {
            clientId = GivenLinks.ClientId,
            redirectUri = GivenLinks.RedirectUri,
            challenge = GivenLinks.Challenge,
            clientKey = With(Jwk.Of(serviceKey, "service").ToMembers(), "x5c", (string[])[Convert.ToBase64String(service.RawData)]),
            signingKey = With(Jwk.Of(signing, "signing").ToMembers(), "d", Base64UrlText.Write(signing.ExportParameters(includePrivateParameters: true).D)),
        }));
        var port = Ports.Free().Base;
        var running = await ServedProcess.StartAsync("node", [Path.Combine(Program, "server.mjs"), folder, $"{port}", $"{GivenLinks.Count}"], cancel);
        return new(running, new($"https://localhost:{port}/"));

        Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(folder, name), text, cancel);
    }

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private static Dictionary<string, object> With(IReadOnlyDictionary<string, string> key, string name, object value) =>
        new(key.Select(member => KeyValuePair.Create(member.Key, (object)member.Value))) { [name] = value };
}
