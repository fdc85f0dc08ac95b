using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Warifu.Wire;

namespace Warifu.Desk.Shell.Linux;

/// <summary>
/// WebKitGTK in a GTK 3 window, with an icon in the tray. GTK has a thread of its own; whatever others want of it is put into a
/// queue that its main loop works off.
/// </summary>
internal sealed class GtkWindow : IDeskWindow
{
    private const int Width = 1000;
    private const int Height = 800;

    private readonly string origin;
    private readonly bool japanese;
    private readonly ConcurrentQueue<Action> wanted = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Thread thread;
    private readonly GCHandle self;
    private nint window;
    private nint view;
    private bool hasTray;

    private GtkWindow(Uri origin, bool japanese)
    {
        (this.origin, this.japanese) = (origin.GetLeftPart(UriPartial.Authority) + "/", japanese);
        self = GCHandle.Alloc(this);
        thread = new Thread(Run) { Name = "GTK", IsBackground = true };
    }

    public Task Ended => ended.Task;

    /// <exception cref="RefusedException">The display did not open.</exception>
    public static async Task<GtkWindow> MakeAsync(Uri origin, bool japanese, CancellationToken cancel)
    {
        var made = new GtkWindow(origin, japanese);
        made.thread.Start();
        await made.ready.Task.WaitAsync(cancel);
        return made;
    }

    public void Show(Uri address) => Post(() =>
    {
        WebKit.Load(view, address.AbsoluteUri);
        Raise();
    });

    public void Load(Uri address) => Post(() => WebKit.Load(view, address.AbsoluteUri));

    public bool BringToFront()
    {
        Post(Raise);
        return true;
    }

    public void Hide() => Post(PutAway);

    public void Dispose()
    {
        Post(Gtk.MainQuit);
        thread.Join();
        self.Free();
    }

    private void Run()
    {
        try
        {
            if (Gtk.InitCheck(0, 0) == GLib.False)
                throw new RefusedException(ShellRefusals.NoDisplay);
            Make();
            ready.SetResult();
        }
        catch (Exception failed) when (failed is RefusedException or DllNotFoundException or EntryPointNotFoundException)
        {
            ready.SetException(failed as RefusedException ?? new RefusedException(ShellRefusals.NoWebView, failed));
            return;
        }
        Gtk.Main();
        Gtk.Destroy(window);
        ended.TrySetResult();
    }

    private unsafe void Make()
    {
        window = Gtk.WindowNew(Gtk.TopLevel);
        Gtk.SetTitle(window, Say("割符デスク", "Warifu Desk"));
        Gtk.SetIconName(window, "warifu-desk");
        Gtk.SetDefaultSize(window, Width, Height);
        view = WebKit.ViewNew(WebKit.EphemeralContextNew());
        Gtk.Add(window, view);
        Connect(window, "delete-event", (nint)(delegate* unmanaged[Cdecl]<nint, nint, nint, int>)&OnDelete);
        Connect(view, "decide-policy", (nint)(delegate* unmanaged[Cdecl]<nint, nint, int, nint, int>)&OnPolicy);
        var menu = Gtk.MenuNew();
        AddItem(menu, Say("開く", "Open"), (nint)(delegate* unmanaged[Cdecl]<nint, nint, void>)&OnOpen);
        AddItem(menu, Say("終了", "Quit"), (nint)(delegate* unmanaged[Cdecl]<nint, nint, void>)&OnQuit);
        Gtk.ShowAll(menu);
        hasTray = Tray.Put(Desktop.Icon, Say("割符デスク", "Warifu Desk"), menu);
    }

    private void AddItem(nint menu, string label, nint handler)
    {
        var item = Gtk.MenuItemNew(label);
        Connect(item, "activate", handler);
        Gtk.Append(menu, item);
    }

    private void Connect(nint instance, string signal, nint handler) => _ = GLib.Connect(instance, signal, handler, GCHandle.ToIntPtr(self), 0, 0);

    private void Raise()
    {
        Gtk.ShowAll(window);
        Gtk.Present(window);
    }

    // Without a tray a hidden window could not be found again.
    private void PutAway()
    {
        if (hasTray)
            Gtk.Hide(window);
        else
            Gtk.MainQuit();
    }

    private unsafe void Post(Action action)
    {
        wanted.Enqueue(action);
        _ = GLib.IdleAdd((nint)(delegate* unmanaged[Cdecl]<nint, int>)&OnIdle, GCHandle.ToIntPtr(self));
    }

    private string Say(string ja, string en) => japanese ? ja : en;

    private static GtkWindow Of(nint data) => (GtkWindow)GCHandle.FromIntPtr(data).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnIdle(nint data)
    {
        if (Of(data).wanted.TryDequeue(out var action))
            action();
        return GLib.False;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnDelete(nint widget, nint happened, nint data)
    {
        Of(data).PutAway();
        return GLib.True; // Handled: GTK does not destroy it.
    }

    // The window shows our own pages and goes nowhere else, whatever a page may say.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnPolicy(nint widget, nint decision, int type, nint data)
    {
        if (type == WebKit.Response)
            return GLib.False;
        var address = Marshal.PtrToStringUTF8(WebKit.AddressOf(WebKit.RequestOf(WebKit.ActionOf(decision)))) ?? "";
        if (address.StartsWith(Of(data).origin, StringComparison.Ordinal))
            return GLib.False;
        WebKit.Ignore(decision);
        return GLib.True;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnOpen(nint item, nint data) => Of(data).Raise();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnQuit(nint item, nint data) => Gtk.MainQuit();
}
