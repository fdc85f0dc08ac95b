using System.Runtime.InteropServices;

namespace Warifu.Desk.Shell.Linux;

/// <summary>What is needed of WebKitGTK 4.1.</summary>
internal static partial class WebKit
{
    private const string Library = "libwebkit2gtk-4.1.so.0";

    /// <summary>WEBKIT_POLICY_DECISION_TYPE_RESPONSE; the two before it are navigations.</summary>
    public const int Response = 2;

    /// <summary>It stays loaded: what GTK registered with GLib does not survive being unloaded.</summary>
    public static bool IsThere => NativeLibrary.TryLoad(Library, out _);

    /// <summary>Keeps nothing on the disk.</summary>
    [LibraryImport(Library, EntryPoint = "webkit_web_context_new_ephemeral")]
    public static partial nint EphemeralContextNew();

    [LibraryImport(Library, EntryPoint = "webkit_web_view_new_with_context")]
    public static partial nint ViewNew(nint context);

    [LibraryImport(Library, EntryPoint = "webkit_web_view_load_uri", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void Load(nint view, string address);

    [LibraryImport(Library, EntryPoint = "webkit_navigation_policy_decision_get_navigation_action")]
    public static partial nint ActionOf(nint decision);

    [LibraryImport(Library, EntryPoint = "webkit_navigation_action_get_request")]
    public static partial nint RequestOf(nint action);

    /// <returns>UTF-8, owned by the request.</returns>
    [LibraryImport(Library, EntryPoint = "webkit_uri_request_get_uri")]
    public static partial nint AddressOf(nint request);

    [LibraryImport(Library, EntryPoint = "webkit_policy_decision_ignore")]
    public static partial void Ignore(nint decision);
}
