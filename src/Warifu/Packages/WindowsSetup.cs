using System.Buffers.Binary;
using Warifu.Worlds;

namespace Warifu.Packages;

/// <summary>
/// The setup for Windows (seed 003): Japanese or English as the PC speaks, with a choice of folder, for the user alone.
/// </summary>
internal static class WindowsSetup
{
    private const string Program = "warifu-desk.exe";
    private const string Window = "warifu-desk-window.exe";

    /// <param name="files">What is installed.</param>
    /// <returns>The setup.</returns>
    public static async Task<string> MakeAsync(string files, string version, string output, CodeSigning? signing, CancellationToken cancel)
    {
        var program = Path.Combine(files, Program);
        var window = Path.Combine(files, Window);
        await File.WriteAllBytesAsync(window, AsWindow(await File.ReadAllBytesAsync(program, cancel)), cancel);
        if (signing is not null)
            foreach (var one in (string[])[program, window])
                await signing.SignAsync(one, cancel);
        var removal = files + ".removal.nsh";
        await File.WriteAllLinesAsync(removal, Removal(files), cancel);
        var setup = Path.Combine(output, $"warifu-desk-{version}-setup.exe");
        await PackageTools.RunAsync("makensis", [
            "-V2", "-INPUTCHARSET", "UTF8", $"-DVERSION={version}", $"-DFILES={files}", $"-DOUT={setup}", $"-DREMOVAL={removal}",
            $"-DLICENSE={Path.Combine(Checkout.Root, "LICENSE")}", $"-DICON={PackageTools.Ours("warifu.ico")}", $"-DPICTURE={PackageTools.Ours("welcome.bmp")}", PackageTools.Ours("desk.nsi"),
        ], cancel);
        if (signing is not null)
            await signing.SignAsync(setup, cancel);
        return setup;
    }

    /// <summary>The same program, which opens no console: one word of its header tells Windows so (PE format, optional header, Subsystem).</summary>
    internal static byte[] AsWindow(byte[] console)
    {
        const int headerAt = 0x3C;
        const int subsystemAt = 0x5C;
        const ushort graphical = 2;
        var made = (byte[])console.Clone();
        var header = BinaryPrimitives.ReadInt32LittleEndian(made.AsSpan(headerAt));
        BinaryPrimitives.WriteUInt16LittleEndian(made.AsSpan(header + subsystemAt), graphical);
        return made;
    }

    /// <summary>Removes what was installed, file by file: what else lies in a folder that the user chose is not ours.</summary>
    private static IEnumerable<string> Removal(string files)
    {
        foreach (var file in Directory.EnumerateFiles(files, "*", SearchOption.AllDirectories))
            yield return $"Delete \"$INSTDIR\\{Below(file)}\"";
        foreach (var folder in Directory.EnumerateDirectories(files, "*", SearchOption.AllDirectories).OrderByDescending(folder => folder.Length))
            yield return $"RMDir \"$INSTDIR\\{Below(folder)}\"";

        string Below(string path) => Path.GetRelativePath(files, path).Replace('/', '\\');
    }
}
