using System.Diagnostics;

namespace Warifu.Postgres.Cluster;

/// <summary>Who runs the database: ourselves, or the user <c>postgres</c> when we are root, as PostgreSQL refuses to run as root.</summary>
internal sealed class DatabaseUser
{
    private DatabaseUser(string name, bool switched) => (Name, IsSwitched) = (name, switched);

    public string Name { get; }

    public bool IsSwitched { get; }

    public static DatabaseUser Current() =>
        Environment.IsPrivilegedProcess ? new("postgres", switched: true) : new(Environment.UserName, switched: false);

    /// <summary>The words that go before a program so that it runs as this user.</summary>
    public IReadOnlyList<string> Prefix(params string[] setprivOptions) =>
        IsSwitched
            ? ["setpriv", $"--reuid={Name}", $"--regid={Name}", "--init-groups", .. setprivOptions, "--"]
            : setprivOptions.Length == 0 ? [] : ["setpriv", .. setprivOptions, "--"];

    public bool CanEnter(string folder) => Run([.. Prefix(), "test", "-x", folder]).ExitCode == 0;

    public void Own(string folder, UnixFileMode mode)
    {
        Directory.CreateDirectory(folder);
        if (IsSwitched && Run(["chown", $"{Name}:", folder]) is { ExitCode: not 0 } failed)
            throw new IOException(failed.Output);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder, mode);
    }

    public static (int ExitCode, string Output) Run(IReadOnlyList<string> words)
    {
        var start = new ProcessStartInfo(words[0], words.Skip(1))
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
#pragma warning disable VSTHRD002 // The process has ended: its pipe is at its end.
        return (process.ExitCode, output + errors.Result);
#pragma warning restore VSTHRD002
    }
}
