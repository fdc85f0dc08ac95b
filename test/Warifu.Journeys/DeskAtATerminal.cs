using System.Diagnostics;
using System.Text.Json;
using Warifu.Desk;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>The program as customers install it, verb by verb, in a folder that is thrown away.</summary>
internal sealed class DeskAtATerminal : IDisposable
{
    private const string Passphrase = "the passphrase";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    /// <summary>Variables of the environment that are other than ours.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    private readonly string home = Directory.CreateTempSubdirectory("warifu-desk-").FullName;

    /// <summary>Another folder for the program; null: the one that is thrown away.</summary>
    public string? Home { get; init; }

    /// <param name="input">A line of standard input.</param>
    public Task<JsonElement> DoAsync(string input, params string[] words) => DoAsync(input, refused: false, Passphrase, words);

    public Task<JsonElement> RefusedAsync(string input, params string[] words) => DoAsync(input, refused: true, Passphrase, words);

    /// <param name="passphrase">Another than the one of its keys.</param>
    public Task<JsonElement> RefusedAsync(string input, string[] words, string passphrase) => DoAsync(input, refused: true, passphrase, words);

    public DeskFolder Folder => new(home);

    /// <summary>The exit code alone.</summary>
    public async Task<int> TryAsync(params string[] words)
    {
        using var process = Start(Passphrase, words);
        process.StandardInput.Close();
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Cancel), process.StandardError.ReadToEndAsync(Cancel));
        await process.WaitForExitAsync(Cancel);
        return process.ExitCode;
    }

    public void Dispose() => Directory.Delete(home, recursive: true);

    private Process Start(string passphrase, string[] words)
    {
        var start = new ProcessStartInfo(Path.Combine(Checkout.Root, "artifacts", "bin", "Warifu.Desk.App", "debug", "warifu-desk"), [.. words, "--json", "--home", Home ?? home])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["WARIFU_DESK_PASSPHRASE"] = passphrase;
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    private async Task<JsonElement> DoAsync(string input, bool refused, string passphrase, string[] words)
    {
        using var process = Start(passphrase, words);
        await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync(Cancel);
        var output = await process.StandardOutput.ReadToEndAsync(Cancel);
        await process.WaitForExitAsync(Cancel);
        Assert.True(process.ExitCode == (refused ? 1 : 0), $"{string.Join(' ', words)}: {process.ExitCode}\n{output}{await errors}");
        Assert.True(output.Length > 0, $"{string.Join(' ', words)} said nothing: {await errors}");
        return JsonDocument.Parse(output).RootElement;
    }
}
