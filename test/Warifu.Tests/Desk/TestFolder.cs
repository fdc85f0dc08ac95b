using Warifu.Desk;

namespace Warifu.Tests.Desk;

/// <summary>A folder of a PC that is thrown away.</summary>
/// <param name="place">Where it is made; null: where such folders are.</param>
internal sealed class TestFolder(string? place = null) : IDisposable
{
    public DeskFolder Home { get; } = new(place is null ? Directory.CreateTempSubdirectory("warifu-desk-").FullName : Path.Combine(place, "desk"));

    public void Dispose() => Directory.Delete(Home.Path, recursive: true);
}
