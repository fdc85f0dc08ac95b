using Warifu.Desk;

namespace Warifu.Tests.Desk;

/// <summary>A folder of a PC that is thrown away.</summary>
internal sealed class TestFolder : IDisposable
{
    public DeskFolder Home { get; } = new(Directory.CreateTempSubdirectory("warifu-desk-").FullName);

    public void Dispose() => Directory.Delete(Home.Path, recursive: true);
}
