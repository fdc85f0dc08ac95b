namespace Warifu.Worlds;

/// <summary>Places of a checkout.</summary>
internal static class Checkout
{
    /// <summary>The folder with Warifu.slnx above this program; the current folder when it runs outside a checkout.</summary>
    public static string Root { get; } = Find();

    /// <summary>What ./dev up keeps.</summary>
    public static string UpFolder => Path.Combine(Root, ".warifu", "up");

    /// <summary>What ./dev demo keeps from one run to the next.</summary>
    public static string DemoFolder => Path.Combine(Root, ".warifu", "demo");

    public static string Samples => Path.Combine(Root, "samples");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Warifu.slnx")))
                return folder.FullName;
        return Environment.CurrentDirectory;
    }
}
