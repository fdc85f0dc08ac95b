using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;
using Warifu.Desk;
using Warifu.Desk.Certificates;
using Warifu.Desk.Certificates.Browsers;
using Warifu.Desk.Network;
using Warifu.Postgres.Cluster;
using Warifu.Stories;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>
/// A PC with a screen: an X server without a monitor, a window manager, a session bus, and the program as its desktop starts it, all
/// with a home of their own. It is its user's alone, and nothing of it is left afterwards.
/// </summary>
internal sealed class PcWithWindow : IAsyncDisposable
{
    private static readonly string Program = Path.Combine(Checkout.Root, "artifacts", "bin", "Warifu.Desk.App", "debug", "warifu-desk");

    private readonly string place = Directory.CreateTempSubdirectory("warifu-pc-").FullName;
    private readonly List<Process> started = [];
    private string display = "";
    private Process? session;

    private PcWithWindow() => Folder = new DeskFolder(Path.Combine(place, "desk"));

    public DeskFolder Folder { get; }

    /// <summary>Its user's home folder, where his browsers keep their certificates.</summary>
    public string Home => Path.Combine(place, "home");

    /// <summary>What programs had the desktop show, as the session's bus carried it.</summary>
    public string Notifications => File.Exists(NotificationsFile) ? File.ReadAllText(NotificationsFile) : "";

    private string NotificationsFile => Path.Combine(place, "notifications");

    /// <summary>Its X server.</summary>
    public string Display => display;

    /// <summary>What the programs on this PC find in their environment besides.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Keys pressed one after the other in whatever window is in front.</summary>
    public async Task TypeAsync(string text, CancellationToken cancel)
    {
        foreach (var words in (string[][])[["type", "--clearmodifiers", text], ["key", "--clearmodifiers", "Return"]])
            await RunAsync("xdotool", words, cancel);
    }

    /// <summary>Waits, generously, for a window of this name.</summary>
    public async Task SeesAsync(string name, CancellationToken cancel)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var n = 0; n < 300; n++)
        {
            if ((await RunAsync("xdotool", ["search", "--onlyvisible", "--name", name], cancel)).ExitCode == 0)
                return;
            await ticks.WaitForNextTickAsync(cancel);
        }
        throw new TimeoutException($"No window {name} for a minute.");
    }

    public static async Task<PcWithWindow> StartAsync(string serverCa, CancellationToken cancel)
    {
        var pc = new PcWithWindow();
        foreach (var folder in (string[])["home", "run"])
            Directory.CreateDirectory(Path.Combine(pc.place, folder), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        ServerTrust.Name(pc.Folder, serverCa);
        var screen = pc.Start("Xvfb", ["-displayfd", "1", "-screen", "0", "1280x1000x24", "-nolisten", "tcp"]);
        pc.display = $":{await screen.StandardOutput.ReadLineAsync(cancel)}";
        pc.Start("openbox", []);
        return pc;
    }

    /// <summary>Starts the program as the menu does, and waits until it answers.</summary>
    public async Task OpenAsync(CancellationToken cancel)
    {
        // As a sign-in to the PC does: it opens the user's keyring with his password.
        const string unlock = "printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null; ";
        var listen = $"dbus-monitor --session \"interface='org.freedesktop.Notifications',member='Notify'\" >>'{NotificationsFile}' & ";
        session = Start("dbus-run-session", ["--", "sh", "-c", $"{unlock}{listen}exec \"$0\" \"$@\"", Program, .. Words("window")]);
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while ((await RunAsync(Program, Words("admit"), cancel)).ExitCode != 0)
        {
            if (session.HasExited)
                Assert.Fail(await session.StandardError.ReadToEndAsync(cancel));
            await ticks.WaitForNextTickAsync(cancel);
        }
    }

    /// <summary>Starts it, and lets a browser that clicks in, where its user opens his keys by their passphrase.</summary>
    /// <param name="first">It is chosen only now.</param>
    public async Task<(IPage Desk, string Origin)> OpenedAsync(IBrowserContext chromium, string passphrase, bool first, CancellationToken cancel)
    {
        await OpenAsync(cancel);
        var desk = await chromium.NewPageAsync();
        await desk.GotoAsync(await AdmitAsync(cancel));
        // A keyring that does not answer is waited for; so is a loaded machine.
        await Assertions.Expect(desk.Locator("#Passphrase")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        var origin = new Uri(desk.Url).GetLeftPart(UriPartial.Authority);
        await desk.GotoAsync($"{desk.Url}&lang=ja");
        await desk.FillAsync("#Passphrase", passphrase);
        if (first)
            await desk.FillAsync("#Again", passphrase);
        await desk.Locator("[aria-labelledby=passphrase] .actions button").ClickAsync();
        await desk.ReachesAsync($"{origin}/");
        return (desk, origin);
    }

    /// <summary>What the user's keyring kept is lost.</summary>
    public void LoseKeyring() => Directory.Delete(Path.Combine(place, "home", ".local", "share", "keyrings"), recursive: true);

    /// <summary>Ctrl-C to the program; its session ends with it.</summary>
    public async Task QuitAsync(CancellationToken cancel)
    {
        foreach (var child in (await File.ReadAllTextAsync($"/proc/{session!.Id}/task/{session.Id}/children", cancel)).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse))
            if ((await File.ReadAllTextAsync($"/proc/{child}/cmdline", cancel)).Contains("warifu-desk", StringComparison.Ordinal))
                Postmaster.Interrupt(child);
        await session.WaitForExitAsync(cancel);
        Assert.Equal(0, session.ExitCode);
    }

    /// <summary>A one-time address of its pages, for a browser that clicks.</summary>
    public async Task<string> AdmitAsync(CancellationToken cancel)
    {
        var (exit, output) = await RunAsync(Program, Words("admit"), cancel);
        Assert.True(exit == 0, output);
        return JsonDocument.Parse(output).RootElement.GetProperty("address").GetString()!;
    }

    /// <summary>A Firefox of this user that was started once.</summary>
    public async Task<BrowserDatabase> FirefoxAsync(CancellationToken cancel)
    {
        var profile = Directory.CreateDirectory(Path.Combine(place, "home", ".mozilla", "firefox", "ab12.default-release")).FullName;
        await File.WriteAllTextAsync(Path.Combine(profile, "..", "profiles.ini"), "[Profile0]\nName=default-release\nIsRelative=1\nPath=ab12.default-release\n", cancel);
        return new("Firefox (default-release)", profile);
    }

    /// <summary>What a click on such an address does on this desktop.</summary>
    public async Task FollowAsync(string address, CancellationToken cancel)
    {
        var (exit, output) = await RunAsync("xdg-open", [address], cancel);
        Assert.True(exit == 0, output);
    }

    /// <summary>Waits, generously, until the program's window is to be seen, or is not.</summary>
    public async Task WindowAsync(bool shown, CancellationToken cancel)
    {
        using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        for (var n = 0; n < 300; n++)
        {
            if (shown == ((await RunAsync("xdotool", ["search", "--onlyvisible", "--name", "割符デスク|Warifu Desk"], cancel)).ExitCode == 0))
                return;
            await ticks.WaitForNextTickAsync(cancel);
        }
        throw new TimeoutException($"The window was {(shown ? "not" : "still")} to be seen for a minute.");
    }

    /// <summary>By its frame, as the window manager's key does.</summary>
    public async Task CloseWindowAsync(CancellationToken cancel)
    {
        await RunAsync("xdotool", ["search", "--onlyvisible", "--name", "割符デスク|Warifu Desk", "windowactivate", "--sync"], cancel);
        await RunAsync("xdotool", ["key", "--clearmodifiers", "alt+F4"], cancel);
    }

    /// <summary>A picture of the whole screen under artifacts/screenshots.</summary>
    public async Task PictureAsync(TheWorld world, string name, CancellationToken cancel)
    {
        foreach (var folder in System.Environment.GetEnvironmentVariable("GOLDEN") == "write" ? (string[])[world.Screenshots, Path.Combine(Checkout.Root, "docs", "images")] : [world.Screenshots])
        {
            var (exit, output) = await RunAsync("import", ["-window", "root", Path.Combine(folder, $"{name}.png")], cancel);
            Assert.True(exit == 0, output);
        }
    }

    /// <summary>As its user deletes a certificate in his browser.</summary>
    public Task<(int ExitCode, string Output)> RemoveFromBrowserAsync(HeldCertificate held, CancellationToken cancel) =>
        RunAsync("certutil", ["-F", "-k", BrowserCertificates.KeyId(held.Der), "-d", $"sql:{BrowserProfile.DatabaseIn(Home)}"], cancel);

    /// <summary>The program's verb, headless, on this PC.</summary>
    public Task<(int ExitCode, string Output)> DoAsync(CancellationToken cancel, params string[] words) => RunAsync(Program, Words(words), cancel);

    public async ValueTask DisposeAsync()
    {
        foreach (var process in Enumerable.Reverse(started))
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(place, recursive: true);
    }

    private string[] Words(params string[] verb) => [.. verb, "--home", Folder.Path, "--lang", "ja", "--json"];

    private Process Start(string program, string[] words)
    {
        var process = Process.Start(Prepared(program, words))!;
        started.Add(process);
        return process;
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string program, string[] words, CancellationToken cancel)
    {
        using var process = Process.Start(Prepared(program, words))!;
        process.StandardInput.Close();
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancel), process.StandardError.ReadToEndAsync(cancel));
        await process.WaitForExitAsync(cancel);
        return (process.ExitCode, process.ExitCode == 0 ? await output : await output + await errors);
    }

    private ProcessStartInfo Prepared(string program, string[] words)
    {
        var start = new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in (IEnumerable<(string, string)>)
        [
            ("DISPLAY", display), ("HOME", Path.Combine(place, "home")), ("XDG_RUNTIME_DIR", Path.Combine(place, "run")), ("XDG_CURRENT_DESKTOP", ""), ("BROWSER", "false"),
            // Without a graphics card, and as the superuser of a container.
            ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"), ("NO_AT_BRIDGE", "1"),
        ])
            start.Environment[name] = value;
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        foreach (var name in (string[])["XDG_DATA_HOME", "XDG_CONFIG_HOME", "DBUS_SESSION_BUS_ADDRESS", "WARIFU_DESK_PASSPHRASE"])
            start.Environment.Remove(name);
        return start;
    }
}
