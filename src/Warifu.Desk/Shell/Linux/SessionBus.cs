using System.Runtime.InteropServices;

namespace Warifu.Desk.Shell.Linux;

/// <summary>What is needed of the session bus: a connection of our own, and a call.</summary>
internal static partial class SessionBus
{
    private const string Library = "libgio-2.0.so.0";
    private const int Session = 2; // G_BUS_TYPE_SESSION
    private const int AsClientOfABus = 1 | 8; // G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | _MESSAGE_BUS_CONNECTION
    private const int Patience = 5000; // ms

    /// <param name="arguments">A tuple; it is used up.</param>
    /// <returns>False where there is no bus, or nobody who understood.</returns>
    public static bool Call(string name, string path, string face, string method, nint arguments)
    {
        // Not the one that GTK shares: a call may come from any thread, and that one ends the program when the bus does.
        var address = AddressFor(Session, 0, 0);
        var connection = address == 0 ? 0 : Connect(address, AsClientOfABus, 0, 0, 0);
        try
        {
            if (connection == 0)
            {
                GVariant.Release(arguments);
                return false;
            }
            var answer = Invoke(connection, name, path, face, method, arguments, 0, 0, Patience, 0, 0);
            if (answer == 0)
                return false;
            GVariant.Release(answer);
            return true;
        }
        finally
        {
            if (connection != 0)
                Release(connection);
            if (address != 0)
                Free(address);
        }
    }

    [LibraryImport(Library, EntryPoint = "g_dbus_address_get_for_bus_sync")]
    private static partial nint AddressFor(int bus, nint cancellable, nint error);

    [LibraryImport(Library, EntryPoint = "g_dbus_connection_new_for_address_sync")]
    private static partial nint Connect(nint address, int flags, nint observer, nint cancellable, nint error);

    [LibraryImport(Library, EntryPoint = "g_dbus_connection_call_sync", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint Invoke(
        nint connection, string name, string path, string face, string method, nint arguments, nint answerType, int flags, int milliseconds, nint cancellable, nint error);

    [LibraryImport("libgobject-2.0.so.0", EntryPoint = "g_object_unref")]
    private static partial void Release(nint instance);

    [LibraryImport("libglib-2.0.so.0", EntryPoint = "g_free")]
    private static partial void Free(nint memory);
}
