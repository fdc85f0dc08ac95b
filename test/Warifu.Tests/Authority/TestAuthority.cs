using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Warifu.Authority;
using Warifu.Authority.Ceremony;
using Warifu.Authority.Issuance;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Tests.Postgres;
using Warifu.Tests.Web;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority;

/// <summary>An authority in a folder and a database of its own, with the ceremony of the sample where a test wants it held.</summary>
internal sealed class TestAuthority : IAsyncDisposable
{
    public static readonly BankCode Asagiri = new("9972");
    public static readonly BankCode Tsukinowa = new("9971");

    private readonly string folder;

    private TestAuthority(string folder) => this.folder = folder;

    public required AuthoritySettings Settings { get; init; }

    public static CeremonyPlan Plan => KeyCeremony.Review(Description).Value;

    public static string Description => File.ReadAllText(Path.Combine(Repository.Root, "samples/ceremony.yaml"));

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<TestAuthority> MakeAsync(TestCluster cluster, TimeProvider? time = null)
    {
        var made = await cluster.MakeAsync("authority", typeof(AuthoritySettings).Assembly);
        var home = Directory.CreateTempSubdirectory("warifu-authority-").FullName;
        return new TestAuthority(home)
        {
            Settings = new AuthoritySettings
            {
                Database = made,
                OwnerConnection = cluster.Cluster.ConnectionString(made, owner: true),
                RuntimeConnection = cluster.Cluster.ConnectionString(made, owner: false),
                Folder = Path.Combine(home, "keys"),
                Passphrase = "only for this test",
                Time = time ?? TimeProvider.System,
                StatusAddresses = [new("ports", "localhost", TestParty.FreePort())],
                RegistrationAddresses = [new("ports", "localhost", TestParty.FreePort())],
            },
        };
    }

    /// <summary>The ceremony of the sample was held.</summary>
    public static async Task<TestAuthority> HeldAsync(TestCluster cluster, TimeProvider? time = null)
    {
        var authority = await MakeAsync(cluster, time);
        var held = await new KeyCeremony(authority.Settings).HoldAsync(Plan, Cancel);
        Assert.Null(held.Refusal);
        return authority;
    }

    public Task<AuthorityOffice> OpenAsync() => AuthorityOffice.OpenAsync(Settings, cancel: Cancel);

    public async Task<WebApplication> ServeAsync()
    {
        var app = await AuthorityServer.BuildAsync(Settings, Cancel);
        await app.StartAsync(Cancel);
        return app;
    }

    /// <summary>A client on the registration wire that trusts the root alone.</summary>
    public HttpClient Client(Warifu.Pki.Certificates.Certificate root, X509Certificate2? certificate) => Client(Settings, root, certificate);

    public static HttpClient Client(AuthoritySettings settings, Warifu.Pki.Certificates.Certificate root, X509Certificate2? certificate)
    {
        var trusted = X509CertificateLoader.LoadCertificate(root.Der.Span);
        return new HttpClient(new SocketsHttpHandler
        {
            SslOptions = new()
            {
                ClientCertificates = certificate is null ? null : [certificate],
                LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
                CertificateChainPolicy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    CustomTrustStore = { trusted },
                    RevocationMode = X509RevocationMode.NoCheck,
                    DisableCertificateDownloads = true,
                },
            },
        })
        {
            BaseAddress = new Uri(settings.RegistrationAddresses[0].Origin(tls: true)),
            DefaultRequestVersion = HttpVersion.Version20,
        };
    }

    public static byte[] Csr(ECDsa key) => SigningRequest.Make(key, Subject.Empty);

    public static IssueRequest Request(Guid? requestKey = null, byte[]? csr = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new IssueRequest(
            requestKey ?? Guid.NewGuid(), csr ?? Csr(key), "logid031 A001 20261121180000000435", "株式会社みなと商会", 365);
    }

    public static IssuanceOrder Order(AuthorityOffice office, IssueRequest request, BankCode? bank = null) =>
        IssuanceOrder.OfCustomer(bank ?? Asagiri, office.Authorities.OfCustomers(bank ?? Asagiri)!, request).Value;

    public ValueTask DisposeAsync()
    {
        Directory.Delete(folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
