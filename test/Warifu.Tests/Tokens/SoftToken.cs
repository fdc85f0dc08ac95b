using System.Diagnostics;
using System.Runtime.InteropServices;
using Warifu.Tokens;

namespace Warifu.Tests.Tokens;

/// <summary>A SoftHSM token of one test, in a store that all tests of this process share: the library reads its settings once.</summary>
internal sealed partial class SoftToken : IDisposable
{
    public const string Pin = "only-for-this-test";

    private static readonly string[] Libraries = ["/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"];

    private static readonly Lazy<string> Store = new(MakeStore);

    private SoftToken(string label, string folder) => (Label, Folder) = (label, folder);

    public string Label { get; }

    /// <summary>Where the token's objects lie; moved away, the token is gone.</summary>
    public string Folder { get; }

    public static string Library => Array.Find(Libraries, File.Exists) ?? "";

    /// <summary>For another process that is to see the same tokens.</summary>
    public static string Configuration => Path.Combine(Store.Value, "softhsm2.conf");

    /// <summary>Outside the store.</summary>
    private string Away => Path.Combine(Store.Value, "away-" + Label);

    public TokenSettings Settings { get; } = new(Library, Pin);

    /// <summary>Skips the test on a machine without SoftHSM.</summary>
    public static async Task<SoftToken> MakeAsync()
    {
        Assert.SkipWhen(Library.Length == 0, "SoftHSM2 (package softhsm2) is not on this machine.");
        var label = $"t{Guid.NewGuid():n}"[..20];
        await RunAsync("softhsm2-util", "--init-token", "--free", "--label", label, "--pin", Pin, "--so-pin", "only-for-officers");
        // The library sees tokens that came since its start after it is started again.
        var module = TokenModule.Of(Library);
        module.Restart(module.Generation);
        var shown = Directory.GetDirectories(Path.Combine(Store.Value, "tokens"))
            .Single(folder => File.ReadAllText(Path.Combine(folder, "token.object"), System.Text.Encoding.Latin1).Contains(label, StringComparison.Ordinal));
        return new SoftToken(label, shown);
    }

    /// <summary>What another program finds in the token.</summary>
    public Task<string> ListAsync() =>
        RunAsync("pkcs11-tool", "--module", Library, "--token-label", Label, "--login", "--pin", Pin, "--list-objects");

    /// <summary>Takes the token away, as a failed device or a cut network would; the library notices at its next start.</summary>
    public void TakeAway()
    {
        Directory.Move(Folder, Away);
        var module = TokenModule.Of(Library);
        module.Restart(module.Generation);
    }

    public void BringBack() => Directory.Move(Away, Folder);

    public void Dispose()
    {
        foreach (var folder in new[] { Folder, Away }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        _ = Store.Value;
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SOFTHSM2_CONF"] = Path.Combine(Store.Value, "softhsm2.conf");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        await process.WaitForExitAsync(patience.Token);
        Assert.True(process.ExitCode == 0, $"{program}: {await errors}");
        return await output;
    }

    private static string MakeStore()
    {
        var store = Directory.CreateTempSubdirectory("warifu-softhsm-").FullName;
        Directory.CreateDirectory(Path.Combine(store, "tokens"));
        var settings = Path.Combine(store, "softhsm2.conf");
        File.WriteAllText(settings, $"directories.tokendir = {store}/tokens\nobjectstore.backend = file\nlog.level = ERROR\n");
        // The library reads the native environment, which .NET's own does not reach.
        Assert.Equal(0, SetEnvironment("SOFTHSM2_CONF", settings, 1));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(store, recursive: true);
        return store;
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);
}
