using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Authority;
using Warifu.Authority.Ceremony;
using Warifu.Pki.Certificates;
using Warifu.Tests.Postgres;
using Warifu.Tests.Tokens;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Authority.Issuance;

/// <summary>What the authority stands on is taken away while it issues: it refuses and recovers, and never guesses.</summary>
public sealed class LostGroundTests(TestCluster shared)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A killed backend makes the server drop every connection and go through recovery, as an immediate restart does.</summary>
    [Fact]
    [Trait("takes", "long")]
    public async Task A_database_that_crashes_in_mid_commit_loses_no_answered_certificate_and_doubles_none()
    {
        await using var cluster = new TestCluster();
        await cluster.InitializeAsync();
        await using var authority = await TestAuthority.HeldAsync(cluster);
        await using var node = await authority.ServeAsync();
        using var registration = await RegisterAsync(authority.Settings);
        var answered = new Dictionary<Guid, byte[]>();
        for (var time = 0; time < 5; time++)
        {
            var crash = CrashAsync(authority);
            foreach (var asked in await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Task.Run(() => AskUntilAsync(crash, authority, registration), Cancel))))
                foreach (var (key, issued) in asked)
                    answered.Add(key, issued.Certificate);
            await crash;
        }

        await using var office = await authority.OpenAsync();
        var rows = await office.Database.InTenantAsync(TestAuthority.Asagiri.Value, work => work.QueryAsync<(Guid Key, string Serial, byte[]? Der, long Leaves)>("""
            select i.request_key, i.serial, c.der,
              (select count(*) from log_receipt r where r.bank_code = i.bank_code and r.serial = i.serial) as leaves
            from issuance i left join certificate c on c.bank_code = i.bank_code and c.serial = i.serial
            where i.bank_code = @Tenant and i.authority_id = 'asagiri-g1'
            """, new { work.Tenant }), Cancel);
        Assert.Equal(answered.Count, rows.Count);
        Assert.Equal(rows.Count, rows.Select(row => row.Serial).Distinct().Count());
        Assert.All(rows, row => Assert.Equal((Convert.ToHexString(answered[row.Key]), 1), (Convert.ToHexString(row.Der!), row.Leaves)));
    }

    [Fact]
    public async Task A_token_that_is_gone_is_a_refusal_with_a_code_and_the_same_request_is_answered_when_it_is_back()
    {
        using var soft = await SoftToken.MakeAsync();
        await using var authority = await TestAuthority.MakeAsync(shared);
        var settings = authority.Settings with { Token = soft.Settings };
        var yaml = TestAuthority.Description.Replace("    key: P-256\n", $"    key: P-256\n    token: {soft.Label}\n", StringComparison.Ordinal);
        Assert.Null((await new KeyCeremony(settings).HoldAsync(KeyCeremony.Review(yaml).Value, Cancel)).Refusal);
        using var registration = await RegisterAsync(settings);
        await using var node = await AuthorityServer.BuildAsync(settings, Cancel);
        await node.StartAsync(Cancel);
        using var bank = Client(settings, registration);
        using var web = new HttpClient { BaseAddress = new Uri(settings.StatusAddresses[0].Origin(tls: false)) };
        using var before = await PostAsync(bank, TestAuthority.Request());
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        soft.TakeAway();
        var request = TestAuthority.Request();
        using var refused = await PostAsync(bank, request);
        var problem = (await refused.Content.ReadFromJsonAsync<Problem>(WireJson.Options, Cancel))!;
        Assert.Equal((HttpStatusCode.ServiceUnavailable, true), (refused.StatusCode, problem.Code.StartsWith("token-", StringComparison.Ordinal)));
        // What needs no signature goes on, and so does the node.
        Assert.Equal("ready\n", await web.GetStringAsync("/health/ready", Cancel));
        soft.BringBack();

        IssuedCertificate? issued = null;
        await Until.TrueAsync(async () =>
        {
            using var answer = await PostAsync(bank, request);
            issued = answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadFromJsonAsync<IssuedCertificate>(WireJson.Options, Cancel) : null;
            return issued is not null;
        });
        await using var office = await AuthorityOffice.OpenAsync(settings, cancel: Cancel);
        var serials = await office.Database.InTenantAsync(TestAuthority.Asagiri.Value, work => work.QueryAsync<string>(
            "select serial from issuance where bank_code = @Tenant and request_key = @RequestKey", new { work.Tenant, request.RequestKey }), Cancel);
        Assert.Equal(issued!.Serial.Hex, Assert.Single(serials));
        await Until.TrueAsync(() => office.Database.ReadAsync<bool>(
            "select not exists (select 1 from log_leaf where leaf_index is null) and exists (select 1 from log_head where size >= 2)", new { }, Cancel));
    }

    /// <summary>In the middle of what the load is doing.</summary>
    private static async Task CrashAsync(TestAuthority authority)
    {
        await using var database = new Warifu.Postgres.Database(authority.Settings.RuntimeConnection + ";Pooling=false", TimeProvider.System);
        int? busy = null;
        await Until.TrueAsync(async () => (busy = await database.ReadAsync<int?>(
            "select pid from pg_stat_activity where datname = current_database() and state = 'active' and query ilike any (array['commit%', 'insert%']) and pid <> pg_backend_pid() limit 1",
            new { }, Cancel)) is not null);
        try
        {
            using var backend = Process.GetProcessById(busy!.Value);
            backend.Kill();
        }
        catch (ArgumentException)
        {
            await CrashAsync(authority); // It ended by itself.
        }
    }

    /// <summary>One request after another until the crash, and the last one through it.</summary>
    private static async Task<List<(Guid Key, IssuedCertificate Issued)>> AskUntilAsync(Task crash, TestAuthority authority, X509Certificate2 registration)
    {
        var asked = new List<(Guid, IssuedCertificate)>();
        do
        {
            var request = TestAuthority.Request();
            asked.Add((request.RequestKey, await UntilAnsweredAsync(authority, registration, request)));
        }
        while (!crash.IsCompleted);
        return asked;
    }

    private static async Task<IssuedCertificate> UntilAnsweredAsync(TestAuthority authority, X509Certificate2 registration, IssueRequest request)
    {
        using var bank = Client(authority.Settings, registration);
        IssuedCertificate? issued = null;
        await Until.TrueAsync(async () =>
        {
            using var answer = await PostAsync(bank, request);
            // Try later, never a fault of ours.
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.ServiceUnavailable, $"{answer.StatusCode}");
            issued = answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadFromJsonAsync<IssuedCertificate>(WireJson.Options, Cancel) : null;
            return issued is not null;
        });
        return issued!;
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient bank, IssueRequest request) =>
        bank.PostAsJsonAsync(RegistrationWire.Certificates, request, WireJson.Options, Cancel);

    private static HttpClient Client(AuthoritySettings settings, X509Certificate2 registration) => TestAuthority.Client(
        settings, Certificate.Read(File.ReadAllBytes(Path.Combine(settings.Folder, "root.cer"))).Value, registration);

    private static async Task<X509Certificate2> RegisterAsync(AuthoritySettings settings)
    {
        await using var office = await AuthorityOffice.OpenAsync(settings, cancel: Cancel);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var issued = (await office.RegisterBankAsync(TestAuthority.Asagiri, Guid.NewGuid(), TestAuthority.Csr(key), Cancel)).Value;
        using var bare = X509CertificateLoader.LoadCertificate(issued.Certificate);
        return bare.CopyWithPrivateKey(key);
    }
}
