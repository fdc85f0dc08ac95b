using System.Diagnostics;
using System.Text.Json;
using Warifu.Bank.Profiles;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>testssl.sh, a judge of its own, looks at every face of the real program.</summary>
public sealed class WhenAFaceIsProbed : IAsyncDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    // It waits more than it works, so several may run at once on two cores.
    private const int AtOnce = 4;

    private readonly OwnWorld own = new();

    public ValueTask DisposeAsync() => own.DisposeAsync();

    [Fact]
    [Trait("takes", "long")]
    public async Task It_finds_nothing_worse_than_low()
    {
        var up = own.Start("up");
        await OwnWorld.ReadyAsync(up, Cancel);
        var found = new List<string>();
        await Parallel.ForEachAsync(Faces(), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancel }, async (face, cancel) =>
        {
            var findings = await ProbeAsync(face.Host, face.Port, cancel);
            lock (found)
                found.AddRange(findings);
        });
        Assert.Empty(found);
        await OwnWorld.InterruptAsync(up, Cancel);
    }

    private IEnumerable<(string Host, int Port)> Faces()
    {
        foreach (var bank in SampleBank.All())
            foreach (var face in (string[])[BankFaces.Www, BankFaces.Cert, BankFaces.Api, BankFaces.Staff])
                yield return (bank.Profile.Faces[face].Host, own.Ports.BankNames);
        yield return (Addresses.HubHost, own.Ports.HubWeb);
        yield return (Addresses.AgentsHost, own.Ports.HubAgents);
        yield return ("localhost", own.Ports.AuthorityRegistration);
    }

    private async Task<IReadOnlyList<string>> ProbeAsync(string host, int port, CancellationToken cancel)
    {
        var report = Path.Combine(own.Folder, $"testssl-{host}-{port}.json");
        // Protocols, ciphers, forward secrecy, preferences, server certificate, headers, vulnerabilities; trusting our own CA.
        string[] words =
        [
            "--quiet", "--color", "0", "--warnings", "off", "--sneaky", "--ip", "127.0.0.1", "--openssl", "/usr/bin/openssl",
            "--add-ca", Path.Combine(own.Folder, "server-ca.pem"), "--jsonfile", report, "-p", "-s", "-f", "-P", "-S", "-h", "-U", $"{host}:{port}",
        ];
        using var judge = Process.Start(new ProcessStartInfo("/usr/bin/testssl", words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = judge.StandardError.ReadToEndAsync(cancel);
        var output = await judge.StandardOutput.ReadToEndAsync(cancel);
        await errors;
        await judge.WaitForExitAsync(cancel);
        using var findings = JsonDocument.Parse(await File.ReadAllTextAsync(report, cancel));
        var all = findings.RootElement.EnumerateArray().Select(finding => (
            Id: finding.GetProperty("id").GetString()!, Severity: finding.GetProperty("severity").GetString()!, Text: finding.GetProperty("finding").GetString()!)).ToList();
        Assert.True(all.Count > 60, $"{host}: only {all.Count} were looked at. {output}");
        Assert.Contains(all, finding => finding is { Id: "TLS1_3", Severity: "OK" });
        return [.. all.Where(finding => finding.Severity is "MEDIUM" or "HIGH" or "CRITICAL" or "FATAL").Select(finding => $"{host}: {finding.Severity} {finding.Id}: {finding.Text}")];
    }
}
