using System.Diagnostics;

namespace Warifu.Bench.Figures;

/// <summary>This program once more as a server, which says when it is ready and ends when its input does.</summary>
internal sealed class ServedProcess : IAsyncDisposable
{
    private ServedProcess(Process process) => Process = process;

    public Process Process { get; }

    public static async Task<ServedProcess> StartAsync(string verb, string place, int port, CancellationToken cancel)
    {
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, [verb, place, $"{port}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        return await process.StandardOutput.ReadLineAsync(cancel) is null
            ? throw new InvalidOperationException($"{verb} ended before it was ready.")
            : new ServedProcess(process);
    }

    public async ValueTask DisposeAsync()
    {
        Process.StandardInput.Close();
        await Process.WaitForExitAsync();
        Process.Dispose();
    }
}
