using Warifu.Postgres.Cluster;

namespace Warifu.Tests.Postgres.Cluster;

public sealed class ServerProgramsTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("warifu-test-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void The_newest_whole_version_is_taken()
    {
        foreach (var version in (string[])["9", "15", "17", "elsewhere"])
            Install(version);
        Directory.CreateDirectory(Path.Combine(root, "18", "bin")); // Without programs.
        Assert.Equal(Path.Combine(root, "17", "bin"), ServerPrograms.NewestIn(root));
    }

    [Fact]
    public void Versions_before_15_do_not_count()
    {
        Install("14");
        Assert.Null(ServerPrograms.NewestIn(root));
    }

    private void Install(string version)
    {
        var programs = Directory.CreateDirectory(Path.Combine(root, version, "bin")).FullName;
        File.WriteAllText(Path.Combine(programs, "initdb"), "");
    }
}
