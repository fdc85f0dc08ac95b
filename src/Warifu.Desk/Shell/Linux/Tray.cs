using System.Runtime.InteropServices;

namespace Warifu.Desk.Shell.Linux;

/// <summary>What is needed of the tray icons of Linux desktops (libayatana-appindicator).</summary>
internal static partial class Tray
{
    private const string Library = "libayatana-appindicator3.so.1";
    private const int ApplicationStatus = 0;
    private const int Active = 1;

    /// <summary>Puts an icon with a menu into the tray.</summary>
    /// <returns>False where the desktop's library is missing.</returns>
    public static bool Put(string icon, string title, nint menu)
    {
        if (!NativeLibrary.TryLoad(Library, out _))
            return false;
        var indicator = New("warifu-desk", icon, ApplicationStatus);
        SetTitle(indicator, title);
        SetMenu(indicator, menu);
        SetStatus(indicator, Active);
        return true;
    }

    [LibraryImport(Library, EntryPoint = "app_indicator_new", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint New(string id, string icon, int category);

    [LibraryImport(Library, EntryPoint = "app_indicator_set_title", StringMarshalling = StringMarshalling.Utf8)]
    private static partial void SetTitle(nint indicator, string title);

    [LibraryImport(Library, EntryPoint = "app_indicator_set_menu")]
    private static partial void SetMenu(nint indicator, nint menu);

    [LibraryImport(Library, EntryPoint = "app_indicator_set_status")]
    private static partial void SetStatus(nint indicator, int status);
}
