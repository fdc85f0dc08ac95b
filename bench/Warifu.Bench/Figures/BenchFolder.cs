namespace Warifu.Bench.Figures;

/// <summary>A folder for one measurement, which the database's user may enter.</summary>
internal sealed class BenchFolder : IDisposable
{
    public BenchFolder()
    {
        Path = Directory.CreateTempSubdirectory("warifu-bench-").FullName;
        File.SetUnixFileMode(Path, (UnixFileMode)0b111_101_101);
    }

    public string Path { get; }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
