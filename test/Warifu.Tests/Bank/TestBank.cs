using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Warifu.Bank;
using Warifu.Bank.Certificates;
using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Bank.Sweeps;
using Warifu.Bank.Users;
using Warifu.Pki.Certificates;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;
using Warifu.Postgres;
using Warifu.Postgres.Secrets;
using Warifu.Tests.Pki;
using Warifu.Tests.Postgres;
using Warifu.Tests.Web;

namespace Warifu.Tests.Bank;

/// <summary>A bank with the sample company as its customer, on real TLS and a real database.</summary>
internal sealed class TestBank : IAsyncDisposable
{
    public const string Code = "9972";

    private readonly WebApplication app;
    private readonly string folder;
    private readonly X509Certificate2 server;

    private readonly string owner;

    private TestBank(string connectionString, string owner, ManualTime time, BankProfile profile, MailRelay? relay, bool isLocal)
    {
        this.owner = owner;
        (Time, Profile, Port) = (time, profile, TestParty.FreePort());
        folder = Directory.CreateTempSubdirectory("warifu-bank-").FullName;
        server = TestParty.SelfSigned("CN=asagiri", "localhost");
        Authority.Clock = time.GetUtcNow;
        Operations = new BankOperations(connectionString, [profile], time);
        var issuing = X509CertificateLoader.LoadCertificate(Authority.Authorities.Issuing.Der.Span);
        var root = X509CertificateLoader.LoadCertificate(Authority.Authorities.Root.Der.Span);
        Settings = new BankSettings
        {
            ConnectionString = connectionString,
            Key = ServerKey.LoadOrMake(Path.Combine(folder, "key")),
            Time = time,
            Relay = relay,
            Logging = logging => logging.AddSimpleConsole().AddFilter((_, level) => level >= LogLevel.Error),
            Banks = [Served(profile, server, issuing, root, Authority, Port, isLocal)],
        };
        app = BankServer.Build(Settings);
    }

    public static IReadOnlyDictionary<string, FirstPasswords> Passwords { get; } = new Dictionary<string, FirstPasswords>
    {
        ["minato01"] = new("Login-0001", "Confirm-0001") { AreOwn = true },
        ["minato02"] = new("Login-0002", "Confirm-0002") { AreOwn = true },
        ["minato03"] = new("Login-0003", "Confirm-0003") { AreOwn = true },
    };

    /// <summary>Of a user, where the profile has acquisition passwords.</summary>
    public static string Acquisition(string loginId) => $"Acquire-{loginId}";

    /// <summary>
    /// Most tests move the clock by months; those about the Authority's silence or a password's end say how long it may last; those about one-time
    /// passwords, when they are asked.
    /// </summary>
    public static BankProfile Patient => Asagiri with
    {
        Certificate = Asagiri.Certificate with { AuthoritySilence = TimeSpan.FromDays(4000) },
        OneTime = Asagiri.OneTime with { Asked = OneTimeAsked.Never },
        Password = Asagiri.Password with { DaysValid = 4000 },
    };

    public static BankProfile Asagiri => ProfileFile.Read(Repository.Sample("banks/asagiri.yaml")).Value;

    public static NewContract Minato => ContractFile.Read(Repository.Sample("contracts/minato.yaml")).Value;

    public TestAuthority Authority { get; } = new();

    public ManualTime Time { get; }

    public BankProfile Profile { get; }

    public BankSettings Settings { get; }

    public BankOperations Operations { get; }

    public int Port { get; }

    public string OwnerConnection => owner;

    /// <summary>Its key file, and room for more.</summary>
    public string Folder => folder;

    public Database Database => app.Services.GetRequiredService<Database>();

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    /// <summary>One sweep, now, as a node does it that has just been started.</summary>
    public Task<int> SweepAsync<TSweep>()
        where TSweep : IBankSweep => Get<IEnumerable<IBankSweep>>().OfType<TSweep>().Single().SweepAsync(Profile, TestContext.Current.CancellationToken);

    /// <param name="isLocal">Served on <c>localhost</c> too, at a port for each face, for programs that look names up.</param>
    public static async Task<TestBank> StartAsync(TestCluster cluster, Func<BankProfile, BankProfile>? change = null, MailRelay? relay = null, bool isLocal = false)
    {
        var made = await cluster.MakeAsync("bank", typeof(BankServer).Assembly);
        var profile = change is null ? Patient : change(Patient);
        if (isLocal)
            profile = profile with { Faces = profile.Faces.ToDictionary(face => face.Key, face => face.Value with { Port = TestParty.FreePort() }) };
        var bank = new TestBank(cluster.Cluster.ConnectionString(made, owner: false), cluster.Cluster.ConnectionString(made, owner: true), new ManualTime(TestAuthorities.Now), profile, relay, isLocal);
        // The Authority is heard from the start, however late the background work begins.
        await bank.Database.InTenantAsync(profile.Code.Value, work => AuthorityHearing.OfAsync(work, bank.Time.GetUtcNow()), TestContext.Current.CancellationToken);
        Assert.Null((await bank.Operations.MakeContractAsync(profile.Code, Minato, Passwords.ToDictionary(
            pair => pair.Key, pair => pair.Value with { Acquisition = profile.Certificate.AcquisitionPassword ? Acquisition(pair.Key) : null }))).Refusal);
        await bank.app.StartAsync(TestContext.Current.CancellationToken);
        return bank;
    }

    /// <summary>What a server of it needs to know.</summary>
    public static ServedBank Served(
        BankProfile profile, X509Certificate2 server, X509Certificate2 issuing, X509Certificate2 root, HttpMessageHandler authority, int port, bool isLocal) => new()
        {
            Profile = profile,
            Faces = BankFaces.Of(profile, new BankServing(server, [], issuing, port, isLocal)),
            Registration = new HttpClient(authority) { BaseAddress = new("https://authority.test/") },
            RevocationList = new("http://authority.test/asagiri-g1.crl"),
            IssuingAuthority = issuing,
            Root = root,
        };

    /// <summary>What its servers show; a PC that looks at names is told to trust it.</summary>
    public X509Certificate2 Server => server;

    public string Www(string path) => $"https://www.asagiri.test:{Port}{path}";

    public string Cert(string path) => $"https://cert.asagiri.test:{Port}{path}";

    public string Api(string path) => $"https://api.asagiri.test:{Port}{path}";

    public string Staff(string path) => $"https://staff.asagiri.test:{Port}{path}";

    /// <summary>A program, with the certificate it will offer.</summary>
    /// <param name="at">Of another node or what stands before it; null: this node.</param>
    public HttpClient Program(X509Certificate2? certificate = null, IPAddress? at = null) => TestBrowser.Client(Port, server, certificate, new CookieContainer(), at);

    /// <summary>A browser of its own, with the certificate it will offer.</summary>
    /// <param name="at">Of another node or what stands before it; null: this node.</param>
    public TestBrowser Browser(X509Certificate2? certificate = null, IPAddress? at = null) => new(Port, server, certificate, at);

    /// <summary>A program without a certificate.</summary>
    public HttpClient PlainClient() => Program();

    /// <summary>Stops serving and background work; what is called directly still works.</summary>
    public Task StopAsync() => app.StopAsync(TestContext.Current.CancellationToken);

    /// <summary>A key and a certificate for it in the register, as enrolment leaves them.</summary>
    public async Task<X509Certificate2> CertificateOfAsync(string loginId)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var name = $"{new ProgramCommonName(loginId, "A001", Time.GetUtcNow(), RandomNumberGenerator.GetInt32(1000))}";
        var made = Authority.Issue(SigningRequest.Make(key, Subject.Empty), name, "MINATO", Time.GetUtcNow(), Profile.Certificate.ValidityDays);
        await EnterAsync(made, loginId, name);
        using var bare = X509CertificateLoader.LoadCertificate(made.Der.Span);
        return bare.CopyWithPrivateKey(key);
    }

    public Task<IReadOnlyList<string>> ActsAsync() => Database.InTenantAsync(Code, work => work.QueryAsync<string>(
        "select act from history order by history_id"), TestContext.Current.CancellationToken);

    /// <summary>Mail that waits to be sent, the earliest first: without a relay all of it.</summary>
    public Task<IReadOnlyList<Letter>> LettersAsync() => Database.InTenantAsync<IReadOnlyList<Letter>>(Code, async work =>
    {
        var letters = new List<Letter>();
        foreach (var id in await work.QueryAsync<Guid>("select mail_id from mail where letter is not null order by made_at, mail_id"))
            letters.Add((await Get<Outbox>().TakeAsync(work, id))!);
        return letters;
    }, TestContext.Current.CancellationToken);

    public Task ExecuteAsync(string sql, object? arguments = null) =>
        Database.InTenantAsync(Code, work => work.ExecuteAsync(sql, arguments), TestContext.Current.CancellationToken);

    /// <summary>As somebody does who got hold of the database.</summary>
    public async Task AsOwnerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(owner + ";Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand($"select set_config('warifu.tenant', '{Code}', false); {sql}", connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A browser that has signed in.</summary>
    public async Task<TestBrowser> SignedInAsync(string loginId, X509Certificate2? certificate = null)
    {
        var browser = Browser(certificate ?? await CertificateOfAsync(loginId));
        await browser.OpenAsync(Cert("/sign-in"));
        await browser.SubmitAsync("form.card", ("Password", Passwords[loginId].Login));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        if (browser.Page.QuerySelector(".renewal-choice") is not null)
            await browser.SubmitAsync("form.go-on");
        Assert.Equal("/", browser.Address!.AbsolutePath);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
        await Operations.DisposeAsync();
        Authority.Dispose();
        server.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Task EnterAsync(Certificate made, string loginId, string name) => ExecuteAsync("""
        insert into certificate (bank_code, sha256, serial, user_id, common_name, spki_sha256, not_before, not_after, der, entered_at)
        select '9972', @sha256, @serial, user_id, @name, @spki, @from, @to, @der, @from from customer_user where login_id = @loginId
        """, new
    {
        sha256 = made.Sha256,
        serial = $"{made.Serial}",
        name,
        spki = made.Key.Sha256,
        from = made.NotBefore,
        to = made.NotAfter,
        der = made.Der.ToArray(),
        loginId,
    });
}
