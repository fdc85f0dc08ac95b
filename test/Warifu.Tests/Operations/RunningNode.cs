using System.Diagnostics;

namespace Warifu.Tests.Operations;

/// <summary>A node of the authority in a process of its own: <c>warifu authority serve</c>.</summary>
internal sealed class RunningNode : IAsyncDisposable
{
    private readonly Process process;
    private readonly Task<string> errors;

    private RunningNode(Process process, Task<string> errors) => (this.process, this.errors) = (process, errors);

    public int Id => process.Id;

    /// <summary>Starts it and waits until it serves.</summary>
    public static async Task<RunningNode> StartAsync(WarifuProgram program)
    {
        var started = program.Start("serve");
        var words = started.StandardError.ReadToEndAsync(CancellationToken.None);
        var line = await started.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(line?.StartsWith("Serving: ", StringComparison.Ordinal) == true, line is null ? await words : line);
        return new RunningNode(started, words);
    }

    /// <summary>As a power failure would.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>As an operator does, with SIGTERM.</summary>
    /// <returns>The exit code, and everything it logged.</returns>
    public async Task<(int Code, string Log)> EndAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]))
            await kill.WaitForExitAsync(CancellationToken.None);
        await process.WaitForExitAsync(CancellationToken.None);
        return (process.ExitCode, await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await KillAsync();
        process.Dispose();
    }
}
