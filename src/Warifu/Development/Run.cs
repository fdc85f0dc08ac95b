using System.Diagnostics;

namespace Warifu.Development;

/// <summary>Runs another program.</summary>
internal static class Run
{
    /// <summary>Keeps what it says.</summary>
    public static async Task<(int ExitCode, string Output)> ToEndAsync(string program, IReadOnlyList<string> words, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancel);
        var errors = process.StandardError.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Lets it speak for itself.</summary>
    public static async Task<int> ShownAsync(
        string program, IReadOnlyList<string> words, CancellationToken cancel, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, words) { UseShellExecute = false };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return process.ExitCode;
    }
}
