using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Warifu.Pki.Log;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Pki.Log;

public sealed class TileTests
{
    [Theory]
    [InlineData(0, 0, 256, "tile/0/000")]
    [InlineData(0, 1234067, 256, "tile/0/x001/x234/067")]
    [InlineData(1, 0, 17, "tile/1/000.p/17")]
    [InlineData(-1, 1000, 5, "tile/entries/x001/000.p/5")]
    public void A_path_is_that_of_the_specification_and_read_back(int level, long index, int width, string path)
    {
        Assert.Equal(path, new Tile(level, index, width).Path);
        Assert.Equal(new Tile(level, index, width), Tile.Parse(path));
    }

    [Theory]
    [InlineData("tile/0/0")]
    [InlineData("tile/00/000")]
    [InlineData("tile/8/000")]
    [InlineData("tile/-1/000")]
    [InlineData("tile/0/x000/000")]
    [InlineData("tile/0/001/000")]
    [InlineData("tile/0/000.p/0")]
    [InlineData("tile/0/000.p/256")]
    [InlineData("tile/0/000.p/05")]
    [InlineData("tile/0/+01")]
    [InlineData("tile/0/x999/x999/x999/x999/x999/x999/x999/x999/999")]
    [InlineData("tile/entries")]
    [InlineData("checkpoint")]
    public void Any_other_spelling_is_no_path(string path) => Assert.Null(Tile.Parse(path));

    [Fact]
    public void No_text_breaks_the_reader() => Check.QuickThrowOnFailure(Prop.ForAll(
        ArbMap.Default.ArbFor<string>(), text => Tile.Parse("tile/" + text) is not { } tile || tile.Path == "tile/" + text));

    /// <summary>The example of the specification.</summary>
    [Fact]
    public void A_tree_of_70000_leaves_has_the_tiles_the_specification_counts()
    {
        var tiles = Tile.Of(70_000).ToList();

        Assert.Equal(273, tiles.Count(tile => tile is { Level: 0, Width: 256 }));
        Assert.Equal(
            ["tile/entries/273.p/112", "tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"],
            tiles.Where(tile => tile.Width < 256).Select(tile => tile.Path));
        Assert.Equal("tile/1/000.p/1", Tile.Of(256).Last().Path);
    }

    [Fact]
    public void The_paths_of_a_growing_log_read_as_before()
    {
        var text = new StringBuilder();
        foreach (var (before, size) in ((long, long)[])[(0, 1), (1, 255), (255, 256), (256, 257), (257, 600), (65_535, 65_537), (256_000, 256_300)])
        {
            text.Append($"from {before} to {size}\n");
            foreach (var tile in Tile.Between(before, size))
                text.Append($"  {tile.Path}\n");
        }
        Samples.Golden.Same("test/Warifu.Tests/Pki/Log/tile-paths.txt", Encoding.UTF8.GetBytes(text.ToString()));
    }

    [Fact]
    public void The_entry_of_a_leaf_is_the_hash_of_its_parts()
    {
        var record = new LogRecord(
            [.. Enumerable.Repeat((byte)1, 32)], LogEvent.Revoked, DateTimeOffset.FromUnixTimeMilliseconds(0x0102030405), [.. Enumerable.Repeat((byte)2, 32)]);

        var parts = Convert.FromHexString(string.Concat(Enumerable.Repeat("01", 32)) + "03" + "0000000102030405" + string.Concat(Enumerable.Repeat("02", 32)));
        Assert.Equal(System.Security.Cryptography.SHA256.HashData(parts), record.Entry);
    }
}
