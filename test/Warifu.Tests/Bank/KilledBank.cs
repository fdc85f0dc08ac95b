using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Npgsql;
using Warifu.Bank;
using Warifu.Postgres.Secrets;

namespace Warifu.Tests.Bank;

/// <summary>
/// A node of a test's bank in a process of its own, which the test kills and starts again: the same database and keys, at an address of its own. Its
/// clock stands still, so that nothing expires because a machine is slow.
/// </summary>
internal sealed class KilledBank : IAsyncDisposable
{
    public const string Verb = "serve-bank";

    /// <summary>By this name the database knows its connections.</summary>
    private const string Name = "killed-bank";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TestBank bank;
    private readonly string place;
    private Process? process;

    private KilledBank(TestBank bank, string place) => (this.bank, this.place) = (bank, place);

    private sealed record Place(string Connection, int Port, DateTimeOffset Now);

    /// <summary>Where it serves, on the bank's port.</summary>
    public static IPAddress Address { get; } = IPAddress.Parse("127.0.0.7");

    public static async Task<KilledBank> StartAsync(TestBank bank)
    {
        var laid = Directory.CreateDirectory(Path.Combine(bank.Folder, "killed")).FullName;
        var connection = new NpgsqlConnectionStringBuilder(bank.Settings.ConnectionString) { ApplicationName = Name };
        File.Copy(Path.Combine(bank.Folder, "key"), Path.Combine(laid, "key"));
        await File.WriteAllTextAsync(Path.Combine(laid, "place.json"), JsonSerializer.Serialize(new Place(connection.ConnectionString, bank.Port, bank.Time.GetUtcNow())), Cancel);
        await File.WriteAllBytesAsync(Path.Combine(laid, "server.p12"), bank.Server.Export(X509ContentType.Pkcs12), Cancel);
        await File.WriteAllBytesAsync(Path.Combine(laid, "issuing.cer"), bank.Settings.Banks[0].IssuingAuthority.RawData, Cancel);
        await File.WriteAllBytesAsync(Path.Combine(laid, "root.cer"), bank.Settings.Banks[0].Root.RawData, Cancel);
        var node = new KilledBank(bank, laid);
        await node.StartAsync();
        return node;
    }

    /// <summary>The program itself; it ends when who started it does.</summary>
    public static async Task<int> ServeAsync(string place)
    {
        var where = JsonSerializer.Deserialize<Place>(await File.ReadAllTextAsync(Path.Combine(place, "place.json")))!;
        using var server = X509CertificateLoader.LoadPkcs12FromFile(Path.Combine(place, "server.p12"), password: null);
        using var issuing = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(place, "issuing.cer"));
        using var root = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(place, "root.cer"));
        using var authority = new TestAuthority();
        await using var app = BankServer.Build(new BankSettings
        {
            ConnectionString = where.Connection,
            Key = ServerKey.LoadOrMake(Path.Combine(place, "key")),
            Time = new ManualTime(where.Now),
            Listen = Address,
            Logging = logging => logging.AddSimpleConsole().AddFilter((_, level) => level >= LogLevel.Critical),
            Banks = [TestBank.Served(TestBank.Patient, server, issuing, root, authority, where.Port, isLocal: false)],
        });
        await app.StartAsync();
        Console.WriteLine("serving");
        await Console.In.ReadLineAsync();
        return 0;
    }

    public async Task StartAsync()
    {
        process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [Verb, place]) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        string? line;
        do
            line = await process.StandardOutput.ReadLineAsync(Cancel);
        while (line is not (null or "serving"));
        Assert.NotNull(line);
    }

    /// <summary>As a power failure would; waits until the database has noticed, too.</summary>
    public async Task KillAsync()
    {
        process!.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
        process = null;
        await Until.TrueAsync(async () => await CountAsync("true") == 0);
    }

    /// <summary>Kills it while it waits in this statement: a lock on its table stops it there.</summary>
    /// <param name="statement">How the statement begins, such as <c>insert into consent</c>.</param>
    /// <param name="act">What leads to the statement, and finds no answer.</param>
    public async Task KillInAsync(string statement, string table, Func<Task> act)
    {
        await using var source = NpgsqlDataSource.Create(bank.OwnerConnection);
        await using var connection = await source.OpenConnectionAsync(Cancel);
        await using var holding = await connection.BeginTransactionAsync(Cancel);
        await using (var command = new NpgsqlCommand($"lock table {table} in share row exclusive mode", connection, holding))
            await command.ExecuteNonQueryAsync(Cancel);
        var acting = act();
        await Until.TrueAsync(async () => await CountAsync($"wait_event_type = 'Lock' and query ilike '{statement}%'") > 0);
        process!.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        await holding.RollbackAsync(Cancel);
        process.Dispose();
        process = null;
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => acting);
        await Until.TrueAsync(async () => await CountAsync("true") == 0);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is null)
            return;
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private Task<long> CountAsync(string which) => bank.Database.ReadAsync<long>(
        $"select count(*) from pg_stat_activity where application_name = '{Name}' and datname = current_database() and {which}", new { }, Cancel);
}
