using System.Diagnostics;
using System.Text.Json;
using Warifu.Postgres.Cluster;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>A folder and ports for the real program, which a journey starts, stops and kills.</summary>
internal sealed class OwnWorld : IAsyncDisposable
{
    private readonly List<Process> started = [];

    public OwnWorld() => File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);

    public string Folder { get; } = Directory.CreateTempSubdirectory("warifu-world-").FullName;

    public Ports Ports { get; } = Ports.Free();

    /// <summary>The number of the database's first process.</summary>
    public int Database => int.Parse(File.ReadLines(Path.Combine(Folder, "postgres", "postmaster.pid")).First());

    /// <summary>Starts <c>warifu dev VERB --json</c>.</summary>
    public Process Start(string verb)
    {
        var start = new ProcessStartInfo(Path.Combine(Checkout.Root, "artifacts", "bin", "Warifu", "debug", "warifu"),
            ["dev", verb, "--json", "--lang", "en", "--folder", Folder, "--base-port", $"{Ports.Base}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["NO_COLOR"] = "1";
        var program = Process.Start(start)!;
        started.Add(program);
        return program;
    }

    /// <summary>Waits until <c>up</c> says where everything is.</summary>
    public static async Task<Description> ReadyAsync(Process up, CancellationToken cancel)
    {
        var line = await up.StandardOutput.ReadLineAsync(cancel);
        if (line is null)
            Assert.Fail(await up.StandardError.ReadToEndAsync(cancel));
        return JsonSerializer.Deserialize<Description>(line, WireJson.Options)!;
    }

    /// <summary>What Ctrl-C sends.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> InterruptAsync(Process program, CancellationToken cancel)
    {
        Postmaster.Interrupt(program.Id);
        await program.WaitForExitAsync(cancel);
        return program.ExitCode;
    }

    /// <summary>No process of this world is left, and no file that says one is.</summary>
    public void NothingIsLeftRunning()
    {
        Assert.False(File.Exists(Path.Combine(Folder, "postgres", "postmaster.pid")));
        Assert.False(File.Exists(Description.FileIn(Folder)));
        Assert.DoesNotContain(Directory.EnumerateDirectories("/proc").Where(name => char.IsAsciiDigit(Path.GetFileName(name)[0])), IsOurs);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var program in started)
        {
            program.Kill(); // Where a journey failed before its end.
            await program.WaitForExitAsync();
            program.Dispose();
        }
        await PrivateCluster.RemoveAsync(Folder, TimeProvider.System);
        Directory.Delete(Folder, recursive: true);
    }

    private bool IsOurs(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Contains(Folder, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false; // It has just ended.
        }
    }
}
