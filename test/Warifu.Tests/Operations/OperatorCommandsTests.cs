using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Warifu.Pki.Log;
using Warifu.Tests.Authority;
using Warifu.Tests.Pki;
using Warifu.Tests.Postgres;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Operations;

/// <summary>A day of the operator: a node in a process of its own, a bank that comes and goes, and looks from outside.</summary>
public sealed class OperatorCommandsTests(TestCluster cluster) : IAsyncLifetime
{
    private TestAuthority authority = null!;
    private WarifuProgram program = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Uri Status => new(authority.Settings.StatusAddresses[0].Origin(tls: false));

    public async ValueTask InitializeAsync()
    {
        authority = await TestAuthority.HeldAsync(cluster);
        program = new WarifuProgram(authority.Settings);
    }

    public async ValueTask DisposeAsync()
    {
        program.Dispose();
        await authority.DisposeAsync();
    }

    [Fact]
    public async Task A_bank_is_registered_served_looked_at_and_withdrawn()
    {
        await using var node = await RunningNode.StartAsync(program);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var csr = program.Lay("bank.csr", Judge.Pem("CERTIFICATE REQUEST", TestAuthority.Csr(key)));
        var pem = program.Lay("bank.pem", "");

        var registered = await program.RunAsync("bank", "register", "9972", "--csr", csr, "--to", pem);
        var again = await program.RunAsync("bank", "register", "9972", "--csr", csr, "--to", pem);
        Assert.True(registered.Code == 0, registered.Errors);
        Assert.Equal(registered.Output, again.Output);
        using var bare = X509CertificateLoader.LoadCertificateFromFile(pem);
        using var own = bare.CopyWithPrivateKey(key);
        using var bank = authority.Client(await RootAsync(), own);
        var issued = await IssueAsync(bank);

        using var web = new HttpClient { BaseAddress = Status };
        Assert.NotEmpty(await web.GetByteArrayAsync($"/authorities/asagiri-g1/{issued.Serial.Hex[^1]}.crl", Cancel));
        await LogHoldsAsync(1);
        var revoked = await program.RunAsync("revoke", "9972", issued.Serial.Hex, "--reason", "KeyCompromise");
        Assert.True(revoked.Code == 0, revoked.Errors);
        Assert.Contains("Revoked ", revoked.Output, StringComparison.Ordinal);
        await LogHoldsAsync(2);

        var verified = await program.RunAsync("verify", new Uri(Status, "/logs/asagiri-g1").AbsoluteUri);
        Assert.True(verified.Code == 0, verified.Errors);
        Assert.Contains("2 leaves, all in order.", verified.Output, StringComparison.Ordinal);

        var withdrawn = await program.RunAsync("bank", "withdraw", "9972", "--certificate", pem);
        Assert.True(withdrawn.Code == 0, withdrawn.Errors);
        using var refused = await bank.GetAsync(RegistrationWire.Authority, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        var acts = await program.RunAsync("acts", "--json");
        Assert.True(acts.Code == 0, acts.Errors);
        Assert.Equal(["CeremonyHeld", "BankRegistered", "CertificateRevoked", "BankWithdrawn"], acts.Output.Trim().Split('\n').Select(line =>
        {
            using var act = JsonDocument.Parse(line);
            return act.RootElement.GetProperty("kind").GetString();
        }));
        var (code, log) = await node.EndAsync();
        Assert.True(code == 0, log);
        Assert.DoesNotContain(authority.Settings.Passphrase, log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_shows_how_fresh_everything_is_to_people_in_their_language_and_to_programs_as_json()
    {
        await using var node = await RunningNode.StartAsync(program);
        await using var office = await authority.OpenAsync();
        var issued = (await office.Issuing.IssueAsync(TestAuthority.Order(office, TestAuthority.Request()), office.Database.Time.GetUtcNow(), Cancel)).Value;
        using var judge = Judge.Call("openssl");
        judge.Lay("ca.pem", Judge.Pem("CERTIFICATE", issued.Chain[1]) + Judge.Pem("CERTIFICATE", issued.Chain[0]));
        judge.Lay("issuing.pem", Judge.Pem("CERTIFICATE", issued.Chain[0]));
        judge.Lay("client.pem", Judge.Pem("CERTIFICATE", issued.Certificate));
        var asked = await judge.Ask("ocsp", "-CAfile", "ca.pem", "-issuer", "issuing.pem", "-cert", "client.pem", "-no_nonce", "-url", new Uri(Status, "/ocsp").AbsoluteUri);
        Assert.Contains("client.pem: good", asked.Words, StringComparison.Ordinal);

        var json = await program.RunAsync("status", "--json");
        var english = await program.RunAsync("status");
        var japanese = await program.With("LC_ALL", "ja_JP.UTF-8").RunAsync("status");
        using var web = new HttpClient { BaseAddress = Status };
        var metrics = await web.GetStringAsync("/metrics", Cancel);

        using var standing = JsonDocument.Parse(json.Output);
        var root = standing.RootElement.GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("authority").GetString() == "root");
        Assert.Equal(("sealed file", 1), (root.GetProperty("place").GetString(), root.GetProperty("crlNumber").GetInt32()));
        Assert.True(root.GetProperty("crlNextUpdate").GetDateTimeOffset() > TimeProvider.System.GetUtcNow().AddDays(366));
        var ocsp = standing.RootElement.GetProperty("ocsp").EnumerateArray().Single(it => it.GetProperty("authority").GetString() == "asagiri-g1");
        Assert.Equal(1, ocsp.GetProperty("kept").GetInt32());
        Assert.Contains("Signed ahead", english.Output, StringComparison.Ordinal);
        Assert.Contains("Jobs: ", english.Output, StringComparison.Ordinal);
        Assert.Contains("署名済み", japanese.Output, StringComparison.Ordinal);
        Assert.Equal(1, Gauge(metrics, "ocsp_kept{authority=\"asagiri-g1\"}"));
        Assert.InRange(Gauge(metrics, "ocsp_seconds_left{authority=\"asagiri-g1\"}"), 23 * 3600, 24 * 3600);
        Assert.InRange(Gauge(metrics, "ocsp_age_seconds{authority=\"asagiri-g1\"}"), 0, 600);
        Assert.InRange(Gauge(metrics, "crl_seconds_left{authority=\"root\"}"), 399 * 86400, 400 * 86400);
        Assert.InRange(Gauge(metrics, "certificate_seconds_left{authority=\"asagiri-g1\"}"), 9.9 * 365 * 86400, 10.1 * 366 * 86400);
    }

    [Fact]
    public async Task Without_its_database_a_node_lives_is_not_ready_and_comes_back_by_itself()
    {
        await using var node = await RunningNode.StartAsync(program);
        using var web = new HttpClient { BaseAddress = Status };
        Assert.Equal("ready\n", await web.GetStringAsync("/health/ready", Cancel));

        await cluster.CloseAsync(authority.Settings.Database);
        using var live = await web.GetAsync("/health/live", Cancel);
        using var unready = await web.GetAsync("/health/ready", Cancel);
        using var metrics = await web.GetAsync("/metrics", Cancel);
        var status = await program.RunAsync("status");
        await cluster.ReopenAsync(authority.Settings.Database);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, unready.StatusCode);
        Assert.Equal("authority-not-ready", (await unready.Content.ReadFromJsonAsync<Problem>(WireJson.Options, Cancel))!.Code);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, metrics.StatusCode);
        Assert.Equal((69, true), (status.Code, status.Errors.Contains("database-away", StringComparison.Ordinal)));
        await Until.TrueAsync(async () => (await web.GetAsync("/health/ready", Cancel)).StatusCode == HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_copy_of_the_log_with_a_bad_leaf_is_refused_by_the_name_of_that_leaf()
    {
        await using var office = await authority.OpenAsync();
        for (var at = 0; at < 5; at++)
            await office.Issuing.IssueAsync(TestAuthority.Order(office, TestAuthority.Request()), office.Database.Time.GetUtcNow(), Cancel);
        await using var node = await RunningNode.StartAsync(program);
        await LogHoldsAsync(5);
        using var web = new HttpClient { BaseAddress = new Uri(Status, "/logs/asagiri-g1/") };
        var copy = Directory.CreateDirectory(program.Lay("copy", "") + ".d").FullName;
        foreach (var path in Tile.Of(5).Select(tile => tile.Path).Concat(["checkpoint", "issuer.cer"]))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, path))!);
            await File.WriteAllBytesAsync(Path.Combine(copy, path), await web.GetByteArrayAsync(path, Cancel), Cancel);
        }

        var sound = await program.RunAsync("verify", copy);
        var entries = Path.Combine(copy, Tile.Of(5).Single(tile => tile.Level == Tile.Entries).Path);
        var content = await File.ReadAllBytesAsync(entries, Cancel);
        content[(3 * Tile.EntryOctets) + 10] ^= 1;
        await File.WriteAllBytesAsync(entries, content, Cancel);
        var altered = await program.RunAsync("verify", copy);

        Assert.True(sound.Code == 0, sound.Errors);
        Assert.Equal(69, altered.Code);
        Assert.Contains("log-copy-altered", altered.Errors, StringComparison.Ordinal);
        Assert.Matches(@"\b3\b", altered.Errors);
    }

    [Fact]
    public async Task The_record_of_acts_can_be_neither_changed_nor_shortened_unseen()
    {
        await using (var office = await authority.OpenAsync())
        {
            using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            Assert.Null((await office.RegisterBankAsync(TestAuthority.Asagiri, Guid.NewGuid(), TestAuthority.Csr(key), Cancel)).Refusal);
        }
        await using var owner = new Warifu.Postgres.Database(authority.Settings.OwnerConnection, TimeProvider.System);
        foreach (var sql in (string[])["update act set about = 'nothing'", "delete from act", "truncate act"])
            await Assert.ThrowsAsync<Npgsql.PostgresException>(() => owner.WithoutTenantAsync(work => work.ExecuteAsync(sql), Cancel));

        await owner.WithoutTenantAsync(work => work.ExecuteAsync(
            "alter table act disable trigger act_stands; update act set by_whom = 'somebody else' where number = 2"), Cancel);
        var altered = await program.RunAsync("acts");

        Assert.Equal(69, altered.Code);
        Assert.Contains("act-record-altered", altered.Errors, StringComparison.Ordinal);
        Assert.Contains("Number 2", altered.Errors, StringComparison.Ordinal);
    }

    private static double Gauge(string metrics, string name) => double.Parse(
        metrics.Split('\n').Single(line => line.StartsWith($"warifu_authority_{name} ", StringComparison.Ordinal)).Split(' ')[^1], CultureInfo.InvariantCulture);

    /// <summary>The sequencer of the node works by itself.</summary>
    private async Task LogHoldsAsync(long leaves)
    {
        await using var database = new Warifu.Postgres.Database(authority.Settings.RuntimeConnection, TimeProvider.System);
        await Until.TrueAsync(() => database.ReadAsync<bool>(
            "select exists (select 1 from log_head where authority_id = 'asagiri-g1' and size >= @leaves)", new { leaves }, Cancel));
    }

    private async Task<Warifu.Pki.Certificates.Certificate> RootAsync() =>
        Warifu.Pki.Certificates.Certificate.Read(await File.ReadAllBytesAsync(Path.Combine(authority.Settings.Folder, "root.cer"), Cancel)).Value;

    private static async Task<IssuedCertificate> IssueAsync(HttpClient bank)
    {
        using var answer = await bank.PostAsJsonAsync(RegistrationWire.Certificates, TestAuthority.Request(), WireJson.Options, Cancel);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        return (await answer.Content.ReadFromJsonAsync<IssuedCertificate>(WireJson.Options, Cancel))!;
    }
}
