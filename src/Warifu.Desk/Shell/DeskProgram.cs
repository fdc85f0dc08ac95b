using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Wire;

namespace Warifu.Desk.Shell;

/// <summary>
/// The program with its window, from start to end.
/// <list type="number">
/// <item>Be the only one; a second start hands its address to the first, which comes to the front, and ends.</item>
/// <item>Serve the screens on the loopback address.</item>
/// <item>Enter the program in the menu and as what opens our addresses.</item>
/// <item>Show the window, or wait in the tray.</item>
/// <item>Renew what is due, and hear later starts, until the user ends the program.</item>
/// </list>
/// </summary>
public sealed class DeskProgram(DeskFolder folder, Desktop desktop, TimeProvider time, Action<ILoggingBuilder> logging)
{
    /// <param name="address">Of our scheme, as the system handed it over.</param>
    /// <param name="hidden">Waits in the tray, as at login.</param>
    /// <returns>Null when it ended as its user wished.</returns>
    public async Task<Refusal?> RunAsync(string? address, bool hidden, bool japanese, CancellationToken cancel)
    {
        var first = await SingleInstance.TakeOrHandOverAsync(folder, new(address), cancel); // 1
        if (first.Refusal is not null || first.Value is null)
            return first.Refusal;
        using var single = first.Value;
        await using var server = await DeskServer.StartAsync(folder, desktop, time, logging, cancel); // 2
        await desktop.RegisterAsync(cancel); // 3
        using var window = await DeskWindows.MakeAsync(folder, server.Origin, japanese, cancel); // 4
        server.Services.GetRequiredService<WindowWishes>().Closing += (_, _) => window.Hide();
        if (hidden && address is null)
            window.Load(server.Admit());
        else
            window.Show(server.Admit(DeskServer.PathFor(address)));
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel); // 5
        var hearing = single.ServeAsync(arrival => Receive(arrival, server, window), ending.Token);
        var renewing = server.Services.GetRequiredService<RenewalWatch>().RunAsync(japanese, tiding => Tell(tiding, japanese, server, window), ending.Token);
        await Task.WhenAny(window.Ended, Task.Delay(Timeout.InfiniteTimeSpan, time, ending.Token));
        await ending.CancelAsync();
        await Task.WhenAll(hearing, renewing);
        return null;
    }

    /// <summary>A one-time address of the program that runs, for a browser of the user's choice, such as one his screen reader knows.</summary>
    public static async Task<Outcome<Uri>> AdmitAsync(DeskFolder folder, string? address, CancellationToken cancel)
    {
        using (var single = SingleInstance.Take(folder))
            if (single is not null)
                return ShellRefusals.NotRunning;
        var received = await SingleInstance.HandOverAsync(folder, new(address, WantsAdmission: true), cancel);
        return received.Refusal is { } refusal ? refusal
            : received.Value.Admission is { } admission ? admission
            : ShellRefusals.OtherInstanceSilent;
    }

    // On a desktop without notifications what is urgent comes to the front.
    private static void Tell(Tiding tiding, bool japanese, DeskServer server, IDeskWindow window)
    {
        if (!DesktopNotes.Show(tiding, japanese) && tiding.Urgency == Urgency.Alarm)
            window.Show(server.Admit(tiding.Path));
    }

    private static Received Receive(Arrival arrival, DeskServer server, IDeskWindow window)
    {
        if (arrival.WantsAdmission)
            return new(server.Admit(DeskServer.PathFor(arrival.Address)));
        if (arrival.Address is not null || !window.BringToFront())
            window.Show(server.Admit(DeskServer.PathFor(arrival.Address)));
        return new(Admission: null);
    }
}
