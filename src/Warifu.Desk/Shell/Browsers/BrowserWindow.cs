using System.Diagnostics;
using System.Net;

namespace Warifu.Desk.Shell.Browsers;

/// <summary>
/// The window of a Chromium-like browser without its address bar (<c>--app</c>), with a profile of its own: Edge on Windows, and what
/// there is on a Linux PC without WebKitGTK. It has no tray; the program ends with its last window.
/// </summary>
internal sealed class BrowserWindow : IDeskWindow
{
    private const string Entrance = "enter.html";

    private static readonly string[] Linux = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/microsoft-edge"];

    private readonly DeskFolder folder;
    private readonly string program;
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock guard = new();
    private readonly List<Process> open = [];

    private BrowserWindow(DeskFolder folder, string program) => (this.folder, this.program) = (folder, program);

    public Task Ended => ended.Task;

    public static BrowserWindow? Find(DeskFolder folder) =>
        (OperatingSystem.IsWindows() ? Windows() : Linux).FirstOrDefault(File.Exists) is { } program ? new BrowserWindow(folder, program) : null;

    public void Show(Uri address)
    {
        // Other users of the PC can read a command line: the one-time address goes through a file that only its owner can read.
        folder.WriteBytes(Entrance, System.Text.Encoding.UTF8.GetBytes(
            $"""<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>Warifu Desk</title><meta http-equiv="refresh" content="0;url={WebUtility.HtmlEncode(address.AbsoluteUri)}"></head></html>"""));
        var process = Process.Start(new ProcessStartInfo(program,
            [$"--app={new Uri(Path.Combine(folder.Path, Entrance)).AbsoluteUri}", $"--user-data-dir={Path.Combine(folder.Path, "browser")}", "--no-first-run", "--no-default-browser-check", "--disable-sync"]))!;
        lock (guard)
            open.Add(process);
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => Closed(process);
        if (process.HasExited)
            Closed(process);
    }

    public void Load(Uri address)
    {
        // Without a tray nobody opens it but by starting the program again, which shows a window of its own.
    }

    /// <summary>The browser does not let others raise its window.</summary>
    public bool BringToFront() => false;

    public void Hide()
    {
        lock (guard)
            foreach (var process in open)
                process.CloseMainWindow();
    }

    public void Dispose()
    {
        lock (guard)
            foreach (var process in open)
                process.Dispose();
        folder.Remove(Entrance);
    }

    private static string[] Windows() =>
        [.. ((Environment.SpecialFolder[])[Environment.SpecialFolder.ProgramFilesX86, Environment.SpecialFolder.ProgramFiles])
            .Select(where => Path.Combine(Environment.GetFolderPath(where), "Microsoft", "Edge", "Application", "msedge.exe"))];

    private void Closed(Process process)
    {
        lock (guard)
            if (open.Remove(process) && open.Count == 0)
                ended.TrySetResult();
    }
}
