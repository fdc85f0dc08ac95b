namespace Warifu.Tests;

/// <summary>The checkout these tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>A file under <c>samples/</c>, as text.</summary>
    public static string Sample(string path) => File.ReadAllText(Path.Combine(Root, "samples", path));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Warifu.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside their checkout.");
        return folder.FullName;
    }
}
