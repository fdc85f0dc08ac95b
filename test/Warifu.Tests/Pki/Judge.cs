using System.Diagnostics;

namespace Warifu.Tests.Pki;

/// <summary>An independent program that looks at what we made, in a directory of its own.</summary>
internal sealed class Judge : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly string program;

    private Judge(string program) => this.program = program;

    public string Folder { get; } = Directory.CreateTempSubdirectory("warifu-judge-").FullName;

    /// <summary>Skips the test when the program is not on this machine.</summary>
    public static Judge Call(string program)
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
        Assert.SkipUnless(found, $"{program} is not on this machine.");
        return new Judge(program);
    }

    public static string Pem(string label, ReadOnlySpan<byte> der) =>
        System.Security.Cryptography.PemEncoding.WriteString(label, der) + "\n";

    public void Lay(string name, string content) => File.WriteAllText(Path.Combine(Folder, name), content);

    public void Lay(string name, ReadOnlySpan<byte> content) => File.WriteAllBytes(Path.Combine(Folder, name), content);

    /// <summary>The exit code and everything said.</summary>
    public async Task<(int Code, string Words)> Ask(params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(Patience);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, await output + await errors);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
