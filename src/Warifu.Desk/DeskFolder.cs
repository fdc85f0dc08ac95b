using System.Text.Json;
using Warifu.Wire;

namespace Warifu.Desk;

/// <summary>
/// Where the program keeps what is its user's, readable by nobody else. A file appears under its name only when it is
/// whole and on the disk, so that a crash at any line leaves the old one or the new one.
/// </summary>
public sealed class DeskFolder
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public DeskFolder(string path)
    {
        Path = System.IO.Path.GetFullPath(path);
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(Path);
        else
            Directory.CreateDirectory(Path, OwnerOnly | UnixFileMode.UserExecute);
    }

    public string Path { get; }

    /// <summary>The usual place of this user, such as <c>~/.local/share/warifu</c>.</summary>
    public static string Usual =>
        System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create), "warifu");

    public byte[]? ReadBytes(string name) => File.Exists(In(name)) ? File.ReadAllBytes(In(name)) : null;

    public T? Read<T>(string name)
        where T : class =>
        ReadBytes(name) is { } bytes ? JsonSerializer.Deserialize<T>(bytes, WireJson.Options) : null;

    public IReadOnlyList<T> ReadAll<T>(string kind)
        where T : class =>
        [.. Directory.EnumerateFiles(Path, kind + "-*.json").Order(StringComparer.Ordinal)
            .Select(file => JsonSerializer.Deserialize<T>(File.ReadAllBytes(file), WireJson.Options)!)];

    public void WriteBytes(string name, ReadOnlySpan<byte> content)
    {
        var making = In(name) + ".making";
        File.Delete(making);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using (var stream = new FileStream(making, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        File.Move(making, In(name), overwrite: true);
    }

    public void Write<T>(string name, T value)
        where T : class =>
        WriteBytes(name, JsonSerializer.SerializeToUtf8Bytes(value, WireJson.Options));

    /// <summary>What a failed write means to a person.</summary>
    public static Refusal Explain(Exception failed) =>
        // ENOSPC, EDQUOT; ERROR_DISK_FULL and ERROR_HANDLE_DISK_FULL.
        failed is IOException && failed.HResult is 28 or 122 or unchecked((int)0x80070070) or unchecked((int)0x80070027)
            ? DeskRefusals.DiskFull
            : DeskRefusals.FolderUnwritable;

    public void Remove(string name) => File.Delete(In(name));

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
