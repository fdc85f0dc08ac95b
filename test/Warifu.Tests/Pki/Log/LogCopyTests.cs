using Warifu.Pki.Log;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Pki.Log;

public sealed class LogCopyTests : IDisposable
{
    private readonly TestLog log = new();

    public void Dispose() => log.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(70_000)]
    public async Task A_whole_copy_is_sound(int size)
    {
        log.Append(size);

        Assert.Equal(size, (await LogCopy.CheckAsync(log.ReadAsync, log.Key.Public)).Value.Checkpoint.Size);
    }

    [Fact]
    public async Task A_copy_taken_while_the_log_grew_is_sound()
    {
        log.Append(300);
        var (early, paths) = (log.Files["checkpoint"], Tile.Of(300).Where(tile => tile.Width < Tile.Full).Select(tile => tile.Path).ToList());
        log.Append(500);
        log.Files["checkpoint"] = early;
        // 300 to 800 filled the second tile; its narrower form may be gone.
        foreach (var path in paths.Where(path => !path.StartsWith("tile/1", StringComparison.Ordinal)))
            log.Files.Remove(path);

        Assert.Equal(300, (await LogCopy.CheckAsync(log.ReadAsync, log.Key.Public)).Value.Checkpoint.Size);
    }

    [Fact]
    public async Task Any_bit_flipped_in_any_file_is_found()
    {
        log.Append(300);
        foreach (var path in Tile.Of(300).Select(tile => tile.Path).Append("checkpoint"))
        {
            var content = log.Files[path];
            // A stride without a common divisor with 8 or with the length of an entry meets every kind of bit.
            for (var bit = 0; bit < content.Length * 8; bit += 211)
            {
                content[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.NotNull((await CheckedAsync()).Refusal);
                content[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
        Assert.Null((await CheckedAsync()).Refusal);
    }

    [Fact]
    public async Task The_first_bad_leaf_is_named()
    {
        log.Append(600);
        log.Files["tile/entries/001"][(17 * Tile.EntryOctets) + 5] ^= 1;
        log.Files["tile/entries/002.p/88"][40] ^= 1;

        Assert.Equal(LogCopy.Altered.Code, (await CheckedAsync()).Refusal?.Code);
        Assert.Equal("The first bad leaf is 273.", (await CheckedAsync()).Refusal?.Detail?.En);
    }

    [Fact]
    public async Task A_leaf_altered_together_with_its_hash_is_narrowed_down_to_its_tile()
    {
        log.Append(600);
        var forged = TestLog.Entry(-1);
        forged.CopyTo(log.Files["tile/entries/001"], (17 * Tile.EntryOctets) + 2);
        MerkleTree.LeafHash(forged).CopyTo(log.Files["tile/0/001"], 17 * 32);

        Assert.Equal("The first bad leaf is between 256 and 511.", (await CheckedAsync()).Refusal?.Detail?.En);
    }

    [Fact]
    public async Task A_missing_file_is_named()
    {
        log.Append(600);
        log.Files.Remove("tile/0/001");

        Assert.Equal((LogCopy.Incomplete.Code, "tile/0/001"), ((await CheckedAsync()).Refusal?.Code, (await CheckedAsync()).Refusal?.Detail?.En));
    }

    [Fact]
    public async Task A_log_that_was_rewritten_is_found_by_an_earlier_checkpoint()
    {
        log.Append(100);
        var kept = log.Checkpoint;
        log.Append(200);
        Assert.Null((await CheckedAsync(kept)).Refusal);

        var rewritten = new Checkpoint(TestLog.Origin, 100, TestLog.Entry(1)).Sign(log.Key);
        var fromTheFuture = new Checkpoint(TestLog.Origin, 301, log.Root).Sign(log.Key);

        Assert.Equal(LogCopy.Rewritten, (await CheckedAsync(rewritten)).Refusal);
        Assert.Equal(LogCopy.Rewritten, (await CheckedAsync(fromTheFuture)).Refusal);
        Assert.Equal(Checkpoint.Unsound, (await CheckedAsync(kept.Replace("100", "99", StringComparison.Ordinal))).Refusal);
    }

    [Fact]
    public async Task A_receipt_is_matched_with_its_leaf()
    {
        var record = new LogRecord(TestLog.Entry(1), LogEvent.Issued, DateTimeOffset.UnixEpoch.AddYears(56), TestLog.Entry(2));
        var tree = new TreeGrowth(0, []);
        foreach (var (tile, content) in tree.Append([TestLog.Entry(0), record.Entry]))
            log.Files[tile.Path] = content;
        log.Files["checkpoint"] = System.Text.Encoding.UTF8.GetBytes(new Checkpoint(TestLog.Origin, tree.Size, tree.Root).Sign(log.Key));
        var receipt = new LogReceipt(record.CertificateSha256, record.Event, record.At, record.Salt, 1, []);

        var copy = (await CheckedAsync()).Value;

        Assert.True(copy.Holds(receipt));
        Assert.False(copy.Holds(receipt with { Event = LogEvent.Revoked }));
        Assert.False(copy.Holds(receipt with { Salt = TestLog.Entry(3) }));
        Assert.False(copy.Holds(receipt with { LeafIndex = 0 }));
        Assert.False(copy.Holds(receipt with { LeafIndex = 2 }));
        Assert.False(copy.Holds(receipt with { LeafIndex = null }));
    }

    private Task<Outcome<LogCopy>> CheckedAsync(string? earlier = null) => LogCopy.CheckAsync(log.ReadAsync, log.Key.Public, earlier);
}
