using System.Runtime.InteropServices;

namespace Warifu.Desk.Shell.Linux;

/// <summary>What is needed of GTK 3. All of it is called on one thread, that of <see cref="Main"/>.</summary>
internal static partial class Gtk
{
    private const string Library = "libgtk-3.so.0";

    /// <summary>GTK_WINDOW_TOPLEVEL.</summary>
    public const int TopLevel = 0;

    /// <returns>0 when no display could be opened.</returns>
    [LibraryImport(Library, EntryPoint = "gtk_init_check")]
    public static partial int InitCheck(nint argc, nint argv);

    [LibraryImport(Library, EntryPoint = "gtk_main")]
    public static partial void Main();

    [LibraryImport(Library, EntryPoint = "gtk_main_quit")]
    public static partial void MainQuit();

    [LibraryImport(Library, EntryPoint = "gtk_window_new")]
    public static partial nint WindowNew(int type);

    [LibraryImport(Library, EntryPoint = "gtk_window_set_title", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetTitle(nint window, string title);

    [LibraryImport(Library, EntryPoint = "gtk_window_set_icon_name", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void SetIconName(nint window, string name);

    [LibraryImport(Library, EntryPoint = "gtk_window_set_default_size")]
    public static partial void SetDefaultSize(nint window, int width, int height);

    [LibraryImport(Library, EntryPoint = "gtk_container_add")]
    public static partial void Add(nint container, nint child);

    [LibraryImport(Library, EntryPoint = "gtk_widget_show_all")]
    public static partial void ShowAll(nint widget);

    [LibraryImport(Library, EntryPoint = "gtk_widget_hide")]
    public static partial void Hide(nint widget);

    [LibraryImport(Library, EntryPoint = "gtk_window_present")]
    public static partial void Present(nint window);

    [LibraryImport(Library, EntryPoint = "gtk_widget_destroy")]
    public static partial void Destroy(nint widget);

    [LibraryImport(Library, EntryPoint = "gtk_menu_new")]
    public static partial nint MenuNew();

    [LibraryImport(Library, EntryPoint = "gtk_menu_item_new_with_label", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint MenuItemNew(string label);

    [LibraryImport(Library, EntryPoint = "gtk_menu_shell_append")]
    public static partial void Append(nint menu, nint item);
}
