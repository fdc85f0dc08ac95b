using System.Runtime.InteropServices;

namespace Warifu.Desk.Shell.Linux;

/// <summary>What is needed of GLib and GObject: signals, and work for the thread of the main loop.</summary>
internal static partial class GLib
{
    public const int False = 0;
    public const int True = 1;

    /// <param name="handler">A native function of the signal's own shape, whose last parameter is <paramref name="data"/>.</param>
    [LibraryImport("libgobject-2.0.so.0", EntryPoint = "g_signal_connect_data", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nuint Connect(nint instance, string signal, nint handler, nint data, nint destroy, int flags);

    /// <summary>May be called from any thread; the function runs once on the main loop's when it returns <see cref="False"/>.</summary>
    [LibraryImport("libglib-2.0.so.0", EntryPoint = "g_idle_add")]
    public static partial uint IdleAdd(nint function, nint data);
}
