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
/// All parties on one machine: a private database, the authority, the banks in one server, and the hub.
/// Everything is kept in one folder; starting again finds it as it was.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    private readonly WorldFolder folder;
    private readonly TimeProvider time;
    private readonly PrivateCluster cluster;
    private readonly FileLog log;
    private readonly List<WebApplication> open = [];
    private MailReceiver? mail;
    private BankSettings? banking;

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

    /// <summary>The company's main account in samples/contracts/minato.yaml.</summary>
    public AccountKey MainAccount => new(Bank.Code, "001", AccountKind.Ordinary, "1234567");

    /// <summary>The root that servers descend from, in PEM: what a browser is told to trust.</summary>
    public string ServerCa => folder.In("server-ca.pem");

    /// <summary>The banks of <c>samples/banks/</c>, their ports as this world has them.</summary>
    public IReadOnlyList<SampleBank> Banks { get; private set; } = [];

    /// <summary>The bank whose customer the company of the demonstration is.</summary>
    public BankProfile Bank => Banks.Single(bank => bank.Name == SampleBank.OfDemonstration).Profile;

    /// <summary>What the ceremony made, the root first; empty when it was held in an earlier run.</summary>
    public IReadOnlyList<MadeAuthority> Made { get; private set; } = [];

    /// <summary>What the banks have sent, the earliest first.</summary>
    public Task<IReadOnlyList<ReceivedMail>> MailAsync(CancellationToken cancel) => MailReceiver.ReadAsync(MailFolder(folder.Path), cancel);

    /// <summary>PEM file of a member of staff's certificate; its key stands beside it as .key.</summary>
    public string StaffCertificate(BankCode bank, string staffId) => folder.In("tls", $"{ServerCertificates.StaffName(bank, staffId)}.pem");

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

    /// <summary>A maildir.</summary>
    public static string MailFolder(string folder) => Path.Combine(folder, "mail");

    /// <summary>Starts authority, bank and hub, and what receives the bank's mail.</summary>
    public async Task StartPartiesAsync(CancellationToken cancel)
    {
        await using var office = await OpenAuthorityAsync(cancel);
        folder.WriteText(PemEncoding.WriteString("CERTIFICATE", office.Root.Der.Span) + "\n", "server-ca.pem");
        var certificates = new ServerCertificates(folder, office, TimeProvider.System);
        Banks = [.. SampleBank.All().Select(bank => bank with { Profile = Addresses.Placed(bank.Profile) })];
        await Task.WhenAll(
            StartMailAsync(cancel),
            StartAuthorityAsync(cancel),
            StartBanksAsync(office, certificates, cancel),
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
        if (mail is not null)
            await mail.DisposeAsync();
        await cluster.DisposeAsync();
        log.Dispose();
    }

    /// <summary>The bank's operator: contracts and statements.</summary>
    public BankOperations BankOperations() => new(cluster.ConnectionString(BankServer.Database, owner: false), [.. Banks.Select(bank => bank.Profile)], time);

    private async Task StartMailAsync(CancellationToken cancel) =>
        mail = await MailReceiver.StartAsync(MailFolder(folder.Path), Addresses.Ports.Mail, cancel);

    private async Task StartAuthorityAsync(CancellationToken cancel) => await StartAsync(await AuthorityServer.BuildAsync(AuthoritySettings(), cancel), cancel);

    private async Task StartBanksAsync(AuthorityOffice office, ServerCertificates certificates, CancellationToken cancel)
    {
        await SchemaSteps.ApplyAsync(BankServer.Database, cluster.ConnectionString(BankServer.Database, owner: true), time, cancel);
        var root = X509CertificateLoader.LoadCertificate(office.Root.Der.Span);
        var served = new List<ServedBank>();
        foreach (var bank in Banks)
            served.Add(await ServedAsync(bank, office, certificates, root, cancel));
        await AdmitStaffAsync(certificates, root, cancel);
        banking = new BankSettings
        {
            ConnectionString = cluster.ConnectionString(BankServer.Database, owner: false),
            Key = ServerKey.LoadOrMake(folder.In("bank", "server.key")),
            Time = time,
            Logging = Logging,
            Banks = served,
            Relay = new("localhost", Addresses.Ports.Mail) { StartTls = false },
        };
        await StartAsync(BankServer.Build(banking), cancel);
    }

    /// <summary>Starts a second node of the demonstration's bank, on the same database.</summary>
    /// <param name="port">Its certificate face on localhost.</param>
    public Task StartAnotherBankNodeAsync(int port, CancellationToken cancel)
    {
        var first = banking!.Banks.Single(bank => bank.Profile.Code == Bank.Code);
        var face = first.Faces.Single(face => face.Name == BankFaces.Cert) with { Addresses = [new("ports", "localhost", port)] };
        return StartAsync(BankServer.Build(banking with { Banks = [first with { Faces = [face] }] }), cancel);
    }

    /// <summary>The authority's operator.</summary>
    public Task<AuthorityOffice> OpenAuthorityAsync(CancellationToken cancel) => AuthorityOffice.OpenAsync(AuthoritySettings(), cancel: cancel);

    private async Task AdmitStaffAsync(ServerCertificates certificates, X509Certificate2 root, CancellationToken cancel)
    {
        await using var operations = BankOperations();
        foreach (var bank in Banks)
            foreach (var member in bank.Staff)
            {
                using var certificate = await certificates.StaffAsync(bank.Profile.Code, member.StaffId, cancel);
                using var authority = certificates.StaffAuthority;
                _ = Value(await operations.AdmitStaffAsync(bank.Profile.Code, member, certificate.RawDataMemory, authority.RawDataMemory, root.RawDataMemory, cancel));
            }
    }

    private async Task<ServedBank> ServedAsync(
        SampleBank bank, AuthorityOffice office, ServerCertificates certificates, X509Certificate2 root, CancellationToken cancel)
    {
        var profile = bank.Profile;
        var issuing = office.AuthorityOf(profile.Code)
            ?? throw new RefusedException(WorldRefusals.OfAnotherSample with { Detail = profile.Name });
        var acceptable = X509CertificateLoader.LoadCertificate(issuing.Der.Span);
        var server = await certificates.ServerAsync(profile.Code, bank.Name, [.. profile.Faces.Values.Select(face => face.Host)], cancel);
        return new ServedBank
        {
            Profile = profile,
            Faces = BankFaces.Of(profile, new(server, certificates.Intermediates, acceptable, Addresses.Ports.BankNames, LocalPorts: true) { StaffAuthority = certificates.StaffAuthority }),
            Registration = RegistrationClient(await certificates.RegistrationAsync(profile.Code, cancel), root),
            RevocationList = office.RevocationListOf(profile.Code),
            IssuingAuthority = acceptable,
            Root = root,
        };
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
            BankSites = Banks.ToDictionary(bank => bank.Profile.Code.Value, bank => Addresses.Of(bank.Profile, BankFaces.Www)),
        }), cancel);
    }

    /// <summary>The banks' customers and the accounting office, as far as they are not there yet.</summary>
    public async Task SettleAsync(CancellationToken cancel)
    {
        await using var operations = BankOperations();
        foreach (var bank in Banks)
            foreach (var contract in bank.Contracts)
                _ = Value(await operations.MakeContractAsync(bank.Profile.Code, contract, contract.Users.ToDictionary(
                    user => user.LoginId,
                    user => new FirstPasswords(People.Login(user.LoginId), People.Confirmation(user.LoginId))
                    {
                        AreOwn = bank.Name == SampleBank.OfDemonstration,
                        Acquisition = bank.Profile.Certificate.AcquisitionPassword ? People.Acquisition(user.LoginId) : null,
                    }), cancel));
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
