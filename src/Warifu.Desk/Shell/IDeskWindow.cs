using Warifu.Desk.Shell.Browsers;
using Warifu.Desk.Shell.Linux;
using Warifu.Wire;

namespace Warifu.Desk.Shell;

/// <summary>What shows the pages: a web view of the operating system in a window.</summary>
internal interface IDeskWindow : IDisposable
{
    /// <summary>Completes when the user ends the program; closing the window only hides it where there is a tray.</summary>
    Task Ended { get; }

    /// <summary>Opens an address and comes to the front.</summary>
    void Show(Uri address);

    /// <summary>Has an address ready for when the user opens the window from the tray.</summary>
    void Load(Uri address);

    /// <summary>Comes to the front as it is.</summary>
    /// <returns>False where that cannot be done, and a new window must be shown.</returns>
    bool BringToFront();

    /// <summary>Goes to the tray.</summary>
    void Hide();
}

internal static class DeskWindows
{
    /// <summary>The best window this PC has, not yet shown.</summary>
    /// <param name="origin">The only place it may go to.</param>
    /// <exception cref="RefusedException">There is none; the refusal says what is missing.</exception>
    public static async Task<IDeskWindow> MakeAsync(DeskFolder folder, Uri origin, bool japanese, CancellationToken cancel)
    {
        if (!OperatingSystem.IsWindows() && !HasDisplay)
            throw new RefusedException(ShellRefusals.NoDisplay);
        if (OperatingSystem.IsLinux() && WebKit.IsThere)
            return await GtkWindow.MakeAsync(origin, japanese, cancel);
        return BrowserWindow.Find(folder) ?? throw new RefusedException(ShellRefusals.NoWebView);
    }

    private static bool HasDisplay => ((string[])["DISPLAY", "WAYLAND_DISPLAY"]).Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));
}
