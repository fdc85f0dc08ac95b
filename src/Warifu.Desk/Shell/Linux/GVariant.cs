using System.Runtime.InteropServices;

namespace Warifu.Desk.Shell.Linux;

/// <summary>What is needed of GLib's values to call a method of another program.</summary>
internal static partial class GVariant
{
    private const string Library = "libglib-2.0.so.0";

    [LibraryImport(Library, EntryPoint = "g_variant_new_string", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint Text(string value);

    [LibraryImport(Library, EntryPoint = "g_variant_new_uint32")]
    public static partial nint Unsigned(uint value);

    [LibraryImport(Library, EntryPoint = "g_variant_new_int32")]
    public static partial nint Integer(int value);

    [LibraryImport(Library, EntryPoint = "g_variant_new_byte")]
    public static partial nint Octet(byte value);

    [LibraryImport(Library, EntryPoint = "g_variant_new_variant")]
    public static partial nint Boxed(nint value);

    [LibraryImport(Library, EntryPoint = "g_variant_new_dict_entry")]
    public static partial nint Entry(nint key, nint value);

    /// <summary>An array, of which the type is needed where it is empty.</summary>
    public static nint Array(string elementType, params nint[] values)
    {
        var type = NewType(elementType);
        try
        {
            return NewArray(type, values, (nuint)values.Length);
        }
        finally
        {
            FreeType(type);
        }
    }

    public static nint Tuple(params nint[] values) => NewTuple(values, (nuint)values.Length);

    [LibraryImport(Library, EntryPoint = "g_variant_unref")]
    public static partial void Release(nint value);

    [LibraryImport(Library, EntryPoint = "g_variant_type_new", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NewType(string type);

    [LibraryImport(Library, EntryPoint = "g_variant_type_free")]
    private static partial void FreeType(nint type);

    [LibraryImport(Library, EntryPoint = "g_variant_new_array")]
    private static partial nint NewArray(nint type, nint[] values, nuint count);

    [LibraryImport(Library, EntryPoint = "g_variant_new_tuple")]
    private static partial nint NewTuple(nint[] values, nuint count);
}
