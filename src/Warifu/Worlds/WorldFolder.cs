using System.Security.Cryptography;

namespace Warifu.Worlds;

/// <summary>Files of a world under <c>.warifu/</c>. A file appears under its name only when it is whole and on the disk.</summary>
internal sealed class WorldFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode EveryonePasses = OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public WorldFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        // The database runs under a user of its own below here; what is secret is closed file by file.
        Directory.CreateDirectory(Path, EveryonePasses);
    }

    public string Path { get; }

    public string In(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    public bool Has(params ReadOnlySpan<string> parts) => File.Exists(In(parts));

    public void WriteText(string content, params ReadOnlySpan<string> parts) => Write(content, In(parts), OwnerOnly | UnixFileMode.GroupRead | UnixFileMode.OtherRead);

    public void WriteSecret(string content, params ReadOnlySpan<string> parts) => Write(content, In(parts), OwnerOnly);

    /// <summary>A secret of random letters and then digits, which any rule for passwords takes; made once and kept.</summary>
    public string Secret(string name)
    {
        if (!Has("secrets", name))
            WriteSecret(RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz", 9) + RandomNumberGenerator.GetString("23456789", 4), "secrets", name);
        return File.ReadAllText(In("secrets", name));
    }

    private static void Write(string content, string file, UnixFileMode mode)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        var making = file + ".making";
        File.Delete(making);
        using (var stream = new FileStream(making, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
        using (var writer = new StreamWriter(stream))
        {
            writer.Write(content);
            writer.Flush();
            stream.Flush(flushToDisk: true);
        }
        File.Move(making, file, overwrite: true);
    }
}
