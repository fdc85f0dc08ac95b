using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Warifu.Bench.Figures;
using Warifu.Development;
using Warifu.Pki.Certificates;
using Warifu.Pki.Keys;
using Warifu.Pki.Names;
using Warifu.Pki.Profiles;
using Warifu.Tokens;

namespace Warifu.Bench.Tokens;

/// <summary>
/// From a certificate to be signed to the signed one, linted again, by one thread: the key in SoftHSM's token beside the same kind of key
/// in memory. A child process signs, because the token's library reads its settings from the environment it was started with.
/// </summary>
internal static class TokenBenchmark
{
    private const string Label = "bench";
    private const string Pin = "only-for-this-run";
    private const int Runs = 5;
    private const int Signatures = 2_000;
    private static readonly string[] Libraries = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"];

    public static async Task<IReadOnlyList<Figure>> RunAsync(CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync([SystemPackage.SoftToken], cancel);
        using var folder = new BenchFolder();
        Directory.CreateDirectory(folder.In("tokens"));
        await File.WriteAllTextAsync(folder.In("softhsm2.conf"), $"directories.tokendir = {folder.In("tokens")}\nobjectstore.backend = file\nlog.level = ERROR\n", cancel);
        await OutputAsync(folder, "softhsm2-util", ["--init-token", "--free", "--label", Label, "--pin", Pin, "--so-pin", "only-for-officers"], cancel);
        var said = (await OutputAsync(folder, Environment.ProcessPath!, ["sign-by-token"], cancel)).Split('\n');
        var (token, memory) = (Number(said[0]), Number(said[1]));
        return [Figure.Told("certificate signed by a key in SoftHSM2", token, "µs", "a key in memory", memory)];
    }

    /// <summary>Prints the median microseconds of a signature, in the token and in memory.</summary>
    public static async Task<int> SignAsync()
    {
        var module = TokenModule.Of(Array.Find(Libraries, File.Exists) ?? throw new InvalidOperationException("SoftHSM2's library is not where it is looked for."));
        var (place, id) = (new Token(module, Label, Pin), RandomNumberGenerator.GetBytes(16));
        var half = place.Generate("bench", id, KeyKind.P256);
        using var token = new IssuerKey(TokenKey.Open(place, id, half, TimeProvider.System));
        using var memory = IssuerKey.Generate(KeyKind.P256);
        var (first, second) = (Signing(token), Signing(memory));
        await first();
        await second();
        var (inToken, inMemory) = await Medians.InTurnAsync(Runs, first, second);
        Console.WriteLine(inToken.ToString(CultureInfo.InvariantCulture));
        Console.WriteLine(inMemory.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static Func<Task<double>> Signing(IssuerKey key)
    {
        var now = TimeProvider.System.GetUtcNow();
        var draft = new CertificateDraft(KnownProfiles.Root, new Subject("Bench", null, "Bench CA"), key.Public, SerialNumbers.New(), now, now.AddYears(1));
        var issuer = Issuer.Itself(draft);
        var body = PreparedCertificate.Prepare(draft, issuer).Value.ToBeSigned.ToArray();
        return () =>
        {
            var began = Stopwatch.GetTimestamp();
            for (var at = 0; at < Signatures; at++)
                PreparedCertificate.Resume(body, KnownProfiles.Root, issuer).Value.Sign(key);
            return Task.FromResult(Stopwatch.GetElapsedTime(began).TotalMicroseconds / Signatures);
        };
    }

    private static async Task<string> OutputAsync(BenchFolder folder, string program, string[] arguments, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment["SOFTHSM2_CONF"] = folder.In("softhsm2.conf");
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
