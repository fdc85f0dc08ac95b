using System.Diagnostics;

namespace Warifu.Bench.Figures;

/// <summary>This program once more as a server, which says when it is ready and ends when its input does.</summary>
internal sealed class ServedProcess : IAsyncDisposable
{
    private ServedProcess(Process process) => Process = process;

    public Process Process { get; }

    public static Task<ServedProcess> StartAsync(string verb, string place, int port, CancellationToken cancel) =>
        StartAsync(Environment.ProcessPath!, [verb, place, $"{port}"], cancel);

    /// <summary>Another program that does the same.</summary>
    public static async Task<ServedProcess> StartAsync(string program, IReadOnlyList<string> words, CancellationToken cancel)
    {
        var process = Process.Start(new ProcessStartInfo(program, words)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        string? line;
        do
            line = await process.StandardOutput.ReadLineAsync(cancel);
        while (line is not null and not "ready");
        return line is null
            ? throw new InvalidOperationException($"{string.Join(' ', words.Prepend(program))} ended before it was ready.")
            : new ServedProcess(process);
    }

    public async ValueTask DisposeAsync()
    {
        Process.StandardInput.Close();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }
}
