using System.Globalization;
using Warifu.Worlds;

namespace Warifu.Packages;

/// <summary>The package for Debian and its kin: the program, a menu entry that also opens <c>warifu:</c> addresses, and an icon.</summary>
internal static class DebianPackage
{
    private const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode Runnable = Readable | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <param name="files">What is installed.</param>
    /// <returns>The package.</returns>
    public static async Task<string> MakeAsync(string files, string version, string output, CancellationToken cancel)
    {
        var root = files + ".root";
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
        foreach (var file in Directory.EnumerateFiles(files, "*", SearchOption.AllDirectories))
            Put(file, "usr/lib/warifu-desk/" + Path.GetRelativePath(files, file));
        Put(PackageTools.Ours("warifu-desk.desktop"), "usr/share/applications/warifu-desk.desktop");
        Put(Path.Combine(Checkout.Root, "src", "Warifu.Web", "wwwroot", "warifu.svg"), "usr/share/icons/hicolor/scalable/apps/warifu-desk.svg");
        Put(Path.Combine(Checkout.Root, "LICENSE"), "usr/share/doc/warifu-desk/copyright");
        File.SetUnixFileMode(In("usr/lib/warifu-desk/warifu-desk"), Runnable);
        Directory.CreateDirectory(In("usr/bin"));
        File.CreateSymbolicLink(In("usr/bin/warifu-desk"), "../lib/warifu-desk/warifu-desk");
        var size = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) / 1024;
        var control = (await File.ReadAllTextAsync(PackageTools.Ours("control"), cancel))
            .Replace("@VERSION@", version, StringComparison.Ordinal).Replace("@SIZE@", size.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        Directory.CreateDirectory(In("DEBIAN"));
        await File.WriteAllTextAsync(In("DEBIAN/control"), control, cancel);
        foreach (var folder in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Append(root))
            File.SetUnixFileMode(folder, Runnable);
        var package = Path.Combine(output, $"warifu-desk_{version}_amd64.deb");
        await PackageTools.RunAsync("dpkg-deb", ["--build", "--root-owner-group", root, package], cancel);
        return package;

        string In(string path) => Path.Combine(root, path);

        void Put(string file, string path)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
            File.Copy(file, In(path));
            File.SetUnixFileMode(In(path), Readable);
        }
    }
}
