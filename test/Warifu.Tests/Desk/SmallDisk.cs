using System.Diagnostics;

namespace Warifu.Tests.Desk;

/// <summary>A file system of its own that can be filled to the last octet.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const string Size = "2m";

    private SmallDisk()
    {
    }

    public string Path { get; } = Directory.CreateTempSubdirectory("warifu-disk-").FullName;

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <summary>Skips the test where this user may not mount one.</summary>
    public static SmallDisk Mount()
    {
        var disk = new SmallDisk();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={Size}", "none", disk.Path) == 0)
            return disk;
        Directory.Delete(disk.Path);
        Assert.Skip("This user may not mount a file system here.");
        return disk;
    }

    public void Fill()
    {
        using var stream = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        var octets = new byte[4096];
        try
        {
            while (true)
                stream.Write(octets);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    public void MakeRoom() => File.Delete(Ballast);

    public void Dispose()
    {
        Assert.Equal(0, Run("umount", Path));
        Directory.Delete(Path);
    }

    private static int Run(string program, params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(program, words) { UseShellExecute = false, RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
