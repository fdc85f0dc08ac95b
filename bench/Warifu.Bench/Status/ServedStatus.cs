using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Authority;
using Warifu.Authority.Ceremony;
using Warifu.Pki.Certificates;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Postgres.Cluster;
using Warifu.Worlds;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bench.Status;

/// <summary>The whole authority with a database of its own, as its own process; and, as another, a bare Kestrel that answers one fixed DER.</summary>
internal static class ServedStatus
{
    /// <summary>Leaves in the folder what a client of the responder needs: the leaf, its issuer, the root.</summary>
    public static async Task<int> AuthorityAsync(string folder, int port)
    {
        var database = PartyDatabase.Of("authority", typeof(AuthorityServer).Assembly);
        await using var cluster = await PrivateCluster.StartAsync(folder, [database], TimeProvider.System);
        var settings = new AuthoritySettings
        {
            Database = database,
            OwnerConnection = cluster.ConnectionString(database, owner: true),
            RuntimeConnection = cluster.ConnectionString(database, owner: false),
            Folder = Path.Combine(folder, "keys"),
            Passphrase = "only for this run",
            StatusAddresses = [new("ports", "localhost", port)],
            RegistrationAddresses = [new("ports", "localhost", port + 1)],
            // Standard output is the conversation with the benchmark.
            Logging = static logging => logging.SetMinimumLevel(LogLevel.Warning).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace),
        };
        var plan = KeyCeremony.Review(await File.ReadAllTextAsync(Path.Combine(Checkout.Samples, "ceremony.yaml"))).Value;
        if ((await new KeyCeremony(settings).HoldAsync(plan)).Refusal is { } refusal)
            throw new RefusedException(refusal);
        await using (var office = await AuthorityOffice.OpenAsync(settings))
            await LeaveAsync(folder, office);
        await using var app = await AuthorityServer.BuildAsync(settings);
        await app.StartAsync();
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        await app.StopAsync();
        return 0;
    }

    /// <summary>The peer: Kestrel and nothing else, with the media type and length any answer has.</summary>
    public static async Task<int> FixedAsync(string file, int port)
    {
        var der = await File.ReadAllBytesAsync(file);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ListenLocalhost(port);
        });
        await using var app = builder.Build();
        app.Run(async context =>
        {
            context.Response.ContentType = "application/ocsp-response";
            context.Response.ContentLength = der.Length;
            await context.Response.BodyWriter.WriteAsync(der);
        });
        await app.StartAsync();
        Console.WriteLine("ready");
        await Console.In.ReadLineAsync();
        return 0;
    }

    private static async Task LeaveAsync(string folder, AuthorityOffice office)
    {
        using var registration = await WireClientAsync(folder, "registration", csr => office.RegisterBankAsync(new BankCode("9972"), Guid.NewGuid(), csr));
        await File.WriteAllBytesAsync(Path.Combine(folder, "registration.p12"), registration.Export(X509ContentType.Pkcs12));
        using var leaf = await WireClientAsync(folder, "leaf", csr => office.IssueWireClientAsync(new BankCode("9972"), Guid.NewGuid(), csr, "bench"));
        var hosts = new HostNames(["localhost"], [IPAddress.Loopback]);
        using var server = await WireClientAsync(folder, "peer-server", csr => office.IssueServerAsync(null, Guid.NewGuid(), csr, "localhost", hosts));
        var (issuing, root) = (Pem(office.WireAuthority.Der.Span), Pem(office.Root.Der.Span));
        await File.WriteAllTextAsync(Path.Combine(folder, "issuing.pem"), issuing);
        await File.WriteAllTextAsync(Path.Combine(folder, "root.pem"), root);
        await File.WriteAllTextAsync(Path.Combine(folder, "trusted.pem"), issuing + root);
        await File.AppendAllTextAsync(Path.Combine(folder, "peer-server.pem"), issuing);
    }

    /// <summary>Leaves a certificate as <c>name.pem</c> with its key as <c>name.key</c>.</summary>
    private static async Task<X509Certificate2> WireClientAsync(string folder, string name, Func<byte[], Task<Outcome<IssuedCertificate>>> issue)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issued = await issue(SigningRequest.Make(key, Subject.Empty));
        if (issued.Refusal is { } refusal)
            throw new RefusedException(refusal);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.pem"), Pem(issued.Value.Certificate));
        await File.WriteAllTextAsync(Path.Combine(folder, $"{name}.key"), key.ExportECPrivateKeyPem());
        using var certificate = X509CertificateLoader.LoadCertificate(issued.Value.Certificate);
        return certificate.CopyWithPrivateKey(key);
    }

    private static string Pem(ReadOnlySpan<byte> der) => PemEncoding.WriteString("CERTIFICATE", der) + "\n";
}
