using System.Diagnostics;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Bank;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Postgres.Cluster;
using Warifu.Wire.Registration;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>
/// A device with nothing but curl and openssl runs the lines of docs/est.md against bank and authority. The world begins eleven
/// months ago, so that the certificate of that day is due for renewal today and openssl judges all by the machine's own clock.
/// </summary>
public sealed partial class WhenADeviceEnrolsByEst : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly string folder = Directory.CreateTempSubdirectory("warifu-est-").FullName;
    private readonly ShiftedTime time = new(TimeSpan.FromDays(-330));
    private World? world;

    private string Device => Path.Combine(folder, "device");

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(folder, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(Device);
        world = await World.StartDatabaseAsync(Path.Combine(folder, "world"), Ports.Free(), time, CancellationToken.None);
        await world.HoldCeremonyAsync(CancellationToken.None);
        await world.StartPartiesAsync(CancellationToken.None);
        await world.SettleAsync(CancellationToken.None);
    }

    [Fact]
    public async Task The_lines_of_the_document_enrol_it_and_renew_its_certificate()
    {
        var lines = Blocks().Matches(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs", "est.md"), Cancel)).Select(block => block.Groups[1].Value).ToList();
        Assert.Equal(3, lines.Count);
        var secret = (await DoAsync(Program, ["bank", "enrolment-credential", People.General, "--connection", Connection, "--profile", Path.Combine(Checkout.Samples, "banks", "asagiri.yaml")], "")).Words.Trim();
        Assert.Matches("^[A-Z2-9]{5}(-[A-Z2-9]{5}){3}$", secret);

        await DoesAsync(lines[1], secret);
        using var first = Held("device.pem");
        Assert.StartsWith($"CN={People.General} A003 ", first.Subject, StringComparison.Ordinal);
        Assert.Equal("renewal-not-open", await RefusedAsync(lines[2], "", "next.p7"));

        time.Shift = TimeSpan.Zero;
        await HeardAsync();
        await DoesAsync(lines[2], "");
        using var next = Held("next.pem");
        Assert.NotEqual(first.Subject, next.Subject);
        Assert.Equal(Names(first), Names(next));

        await using var operations = world!.BankOperations();
        Assert.Null((await operations.RevokeCertificateAsync(world.Bank.Code, People.General, RevocationReason.KeyCompromise, Cancel)).Refusal);
        Assert.Equal("certificate-revoked", await RefusedAsync(lines[2], "", "next.p7"));
        Assert.Equal("est-not-authorised", await RefusedAsync(lines[1], "AAAAA-AAAAA-AAAAA-AAAAA", "device.p7"));
    }

    public async ValueTask DisposeAsync()
    {
        if (world is not null)
            await world.DisposeAsync();
        await PrivateCluster.RemoveAsync(Path.Combine(folder, "world"), TimeProvider.System);
        Directory.Delete(folder, recursive: true);
    }

    private static string Program => Path.Combine(Checkout.Root, "artifacts", "bin", "Warifu", "debug", "warifu");

    private string Connection => PrivateCluster.ConnectionStringOf(Path.Combine(folder, "world"), BankServer.Database, owner: false);

    private async Task DoesAsync(string lines, string secret)
    {
        var (code, words) = await RunAsync(lines, secret);
        Assert.True(code == 0, words);
        Assert.Contains(".pem: OK", words, StringComparison.Ordinal);
    }

    /// <returns>The code in the last line of the refusal, which curl leaves in place of the answer.</returns>
    private async Task<string> RefusedAsync(string lines, string secret, string answer)
    {
        var (code, words) = await RunAsync(lines, secret);
        Assert.True(code != 0, words);
        return (await File.ReadAllLinesAsync(Path.Combine(Device, answer), Cancel))[^1];
    }

    private Task<(int Code, string Words)> RunAsync(string lines, string secret) => DoAsync("bash", ["-euo", "pipefail", "-c", lines], secret);

    private async Task<(int Code, string Words)> DoAsync(string program, IReadOnlyList<string> arguments, string secret)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Device,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["BANK"] = $"{Addresses.Of(world!.Bank, BankFaces.Api)}".TrimEnd('/');
        start.Environment["CA"] = world.ServerCa;
        start.Environment["LOGIN_ID"] = People.General;
        start.Environment["SECRET"] = secret;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        var words = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        // What the program tells a person beside its result, and what curl and openssl complain of.
        return (process.ExitCode, program == Program ? words : words + await errors);
    }

    /// <summary>Until the bank has heard of the authority by today's clock; it lets nobody in before.</summary>
    private async Task HeardAsync()
    {
        var bank = world!.Parties.Single(party => party.Services.GetService<Banks>() is not null).Services.GetRequiredService<Database>();
        while (await bank.InTenantAsync(world.Bank.Code.Value, work => work.SingleAsync<DateTimeOffset>("select heard_at from authority_stream"), Cancel)
            < time.GetUtcNow() - TimeSpan.FromMinutes(1))
            await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, Cancel);
    }

    private X509Certificate2 Held(string name)
    {
        var read = new X509Certificate2Collection();
        read.ImportFromPemFile(Path.Combine(Device, name));
        return Assert.Single(read);
    }

    private static (string, string) Names(X509Certificate2 certificate) =>
        (certificate.Issuer, certificate.Subject[certificate.Subject.IndexOf("OU=", StringComparison.Ordinal)..]);

    [GeneratedRegex("```sh\n(.*?)```", RegexOptions.Singleline, 1000)]
    private static partial Regex Blocks();
}
