using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Authority;
using Warifu.Authority.Ceremony;
using Warifu.Bank;
using Warifu.Bank.Accounts;
using Warifu.Bank.Profiles;
using Warifu.Bank.Users;
using Warifu.Hub;
using Warifu.Hub.Offices;
using Warifu.Postgres;
using Warifu.Postgres.Cluster;
using Warifu.Postgres.Secrets;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Worlds;

/// <summary>
/// All parties on one machine: a private database, the authority, one bank and the hub, each a server of its own.
/// Everything is kept in one folder; starting again finds it as it was.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private readonly WorldFolder folder;
    private readonly TimeProvider time;
    private readonly PrivateCluster cluster;
    private readonly FileLog log;
    private readonly List<WebApplication> open = [];

    private World(WorldFolder folder, Ports ports, TimeProvider time, PrivateCluster cluster)
    {
        (this.folder, this.time, this.cluster) = (folder, time, cluster);
        log = new FileLog(folder.In("log", "warifu.log"), time);
        Addresses = new(ports);
        People = new(folder);
    }

    public static PartyDatabase AuthorityDatabase { get; } = PartyDatabase.Of("authority", typeof(AuthorityServer).Assembly);

    public Addresses Addresses { get; }

    public People People { get; }

    /// <summary>The company's main account in samples/minato.yaml.</summary>
    public AccountKey MainAccount => new(Bank.Code, "001", AccountKind.Ordinary, "1234567");

    /// <summary>The root that servers descend from, in PEM: what a browser is told to trust.</summary>
    public string ServerCa => folder.In("server-ca.pem");

    /// <summary>The bank's profile, its ports as this world has them.</summary>
    public BankProfile Bank { get; private set; } = null!;

    /// <summary>What the ceremony made, the root first; empty when it was held in an earlier run.</summary>
    public IReadOnlyList<MadeAuthority> Made { get; private set; } = [];

    /// <summary>Ends when the database does, whatever the reason.</summary>
    public Task Ended => cluster.Ended;

    /// <summary>The data stand elsewhere, because the database user cannot enter the checkout.</summary>
    public string? DataMovedTo => cluster.MovedTo;

    /// <summary>The servers that were started: authority, bank and hub, in the order in which they came up.</summary>
    internal IReadOnlyList<WebApplication> Parties => open;

    private Action<ILoggingBuilder> Logging => logging => logging.AddProvider(log);

    /// <summary>Starts the database; the parties are started by <see cref="StartPartiesAsync"/>.</summary>
    /// <exception cref="RefusedException">It cannot start; the refusal says why and what to do.</exception>
    public static async Task<World> StartDatabaseAsync(string folder, Ports ports, TimeProvider time, CancellationToken cancel)
    {
        var kept = new WorldFolder(folder);
        var started = await PrivateCluster.StartAsync(kept.Path, [AuthorityDatabase, BankServer.Database, HubServer.Database], time, cancel);
        return new World(kept, ports, time, started);
    }

    /// <summary>Holds the ceremony where it has not been held.</summary>
    /// <returns>What it made; empty when it was held before.</returns>
    public async Task HoldCeremonyAsync(CancellationToken cancel)
    {
        // Side by side with other worlds the authority publishes under another port; the certificates carry that address.
        var yaml = (await File.ReadAllTextAsync(Path.Combine(Checkout.Samples, "ceremony.yaml"), cancel))
            .Replace("localhost:7400", $"localhost:{Addresses.Ports.AuthorityStatus}", StringComparison.Ordinal);
        var settings = AuthoritySettings();
        var ceremony = new KeyCeremony(settings);
        if (ceremony.IsHeld)
            return;
        await SchemaSteps.ApplyAsync(AuthorityDatabase, settings.OwnerConnection, time, cancel);
        Made = Value(await ceremony.HoldAsync(Value(KeyCeremony.Review(yaml)), cancel));
    }

    /// <summary>Starts authority, bank and hub.</summary>
    public async Task StartPartiesAsync(CancellationToken cancel)
    {
        await using var office = await AuthorityOffice.OpenAsync(AuthoritySettings(), cancel: cancel);
        folder.WriteText(PemEncoding.WriteString("CERTIFICATE", office.Root.Der.Span) + "\n", "server-ca.pem");
        var certificates = new ServerCertificates(folder, office, TimeProvider.System);
        await Task.WhenAll(
            StartAuthorityAsync(cancel),
            StartBankAsync(office, certificates, cancel),
            StartHubAsync(certificates, cancel));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var party in Enumerable.Reverse(open))
        {
            using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(3), time);
            await party.StopAsync(soon.Token);
            await party.DisposeAsync();
        }
        await cluster.DisposeAsync();
        log.Dispose();
    }

    /// <summary>The bank's operator: contracts and statements.</summary>
    public BankOperations BankOperations() => new(cluster.ConnectionString(BankServer.Database, owner: false), [Bank], time);

    private async Task StartAuthorityAsync(CancellationToken cancel) => await StartAsync(await AuthorityServer.BuildAsync(AuthoritySettings(), cancel), cancel);

    private async Task StartBankAsync(AuthorityOffice office, ServerCertificates certificates, CancellationToken cancel)
    {
        Bank = Addresses.Placed(Value(ProfileFile.Read(await File.ReadAllTextAsync(Path.Combine(Checkout.Samples, "banks", "asagiri.yaml"), cancel))));
        await SchemaSteps.ApplyAsync(BankServer.Database, cluster.ConnectionString(BankServer.Database, owner: true), time, cancel);
        var issuing = X509CertificateLoader.LoadCertificate(office.AuthorityOf(Bank.Code)!.Der.Span);
        var root = X509CertificateLoader.LoadCertificate(office.Root.Der.Span);
        var server = await certificates.ServerAsync(Bank.Code, "asagiri", [.. Bank.Faces.Values.Select(face => face.Host)], cancel);
        var registration = await certificates.RegistrationAsync(Bank.Code, cancel);
        await StartAsync(BankServer.Build(new BankSettings
        {
            ConnectionString = cluster.ConnectionString(BankServer.Database, owner: false),
            Key = ServerKey.LoadOrMake(folder.In("bank", "server.key")),
            Time = time,
            Logging = Logging,
            Banks =
            [
                new ServedBank
                {
                    Profile = Bank,
                    Faces = BankFaces.Of(Bank, new(server, certificates.Intermediates, issuing, Addresses.Ports.BankNames, LocalPorts: true)),
                    Registration = RegistrationClient(registration, root),
                    RevocationList = office.RevocationListOf(Bank.Code),
                    IssuingAuthority = issuing,
                    Root = root,
                },
            ],
        }), cancel);
    }

    private async Task StartHubAsync(ServerCertificates certificates, CancellationToken cancel)
    {
        await SchemaSteps.ApplyAsync(HubServer.Database, cluster.ConnectionString(HubServer.Database, owner: true), time, cancel);
        var server = await certificates.ServerAsync(null, "hub", [Addresses.HubHost, Addresses.AgentsHost], cancel);
        var context = FaceListeners.Context(server, certificates.Intermediates, []);
        var faces = new FaceTable(
        [
            new Face { Name = HubFaces.Web, Owner = HubFaces.Owner, Addresses = Addresses.HubWebFaces, Certificate = context },
            new Face
            {
                Name = HubFaces.Agents, Owner = HubFaces.Owner, Addresses = Addresses.HubAgentFaces, Certificate = context,
                ClientCertificates = ClientCertificates.Asked,
            },
        ]);
        await StartAsync(HubServer.Build(new HubSettings(
            cluster.ConnectionString(HubServer.Database, owner: false), ServerKey.LoadOrMake(folder.In("hub", "server.key")), faces, IPAddress.Loopback, time, Logging)
        {
            BankSites = new Dictionary<string, Uri> { [Bank?.Code.Value ?? "9972"] = Addresses.BankWww },
        }), cancel);
    }

    /// <summary>The company, its statement and its accounting office, as far as they are not there yet.</summary>
    public async Task SettleAsync(CancellationToken cancel)
    {
        await using var bank = BankOperations();
        var contract = Value(ContractFile.Read(await File.ReadAllTextAsync(Path.Combine(Checkout.Samples, "minato.yaml"), cancel)));
        _ = Value(await bank.MakeContractAsync(Bank.Code, contract,
            People.BankUsers.ToDictionary(user => user, user => new FirstPasswords(People.Login(user), People.Confirmation(user))), cancel));
        await using var hub = new Database(cluster.ConnectionString(HubServer.Database, owner: false), time);
        Value(await OfficeOpening.OpenAsync(hub, Worlds.People.Office, Worlds.People.OfficeName, Worlds.People.Mail, Worlds.People.MemberName, People.Member, cancel));
    }

    /// <summary>The company's statement, from its 全銀 03 file; taking it again adds nothing.</summary>
    public async Task<ImportedStatement> ImportStatementAsync(CancellationToken cancel)
    {
        await using var bank = BankOperations();
        return Value(await bank.ImportStatementAsync(Bank.Code, await File.ReadAllBytesAsync(Path.Combine(Checkout.Samples, "asagiri-statement.zengin"), cancel), cancel));
    }

    private HttpClient RegistrationClient(X509Certificate2 registration, X509Certificate2 root)
    {
        var handler = new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(10) };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(root);
        handler.SslOptions.ClientCertificateContext = System.Net.Security.SslStreamCertificateContext.Create(registration, additionalCertificates: null, offline: true);
        return new HttpClient(handler) { BaseAddress = Addresses.AuthorityRegistration, DefaultRequestVersion = HttpVersion.Version20 };
    }

    private AuthoritySettings AuthoritySettings() => new()
    {
        Database = AuthorityDatabase,
        OwnerConnection = cluster.ConnectionString(AuthorityDatabase, owner: true),
        RuntimeConnection = cluster.ConnectionString(AuthorityDatabase, owner: false),
        Folder = folder.In("authority"),
        Passphrase = folder.Secret("authority-passphrase"),
        StatusAddresses = [new("ports", "localhost", Addresses.Ports.AuthorityStatus)],
        RegistrationAddresses = [new("ports", "localhost", Addresses.Ports.AuthorityRegistration)],
        Time = time,
        Logging = Logging,
    };

    private async Task StartAsync(WebApplication party, CancellationToken cancel)
    {
        lock (open)
            open.Add(party);
        await party.StartAsync(cancel);
    }

    internal static T Value<T>(Outcome<T> outcome) => outcome.Refusal is { } refusal ? throw new RefusedException(refusal) : outcome.Value;
}
