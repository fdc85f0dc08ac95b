using System.Security.Cryptography;
using System.Text;
using Warifu.Pki.Keys;
using Warifu.Pki.Log;

namespace Warifu.Tests.Pki.Log;

/// <summary>A log in memory, as files under their paths.</summary>
internal sealed class TestLog : IDisposable
{
    public const string Origin = "ca.example/logs/asagiri-g1";

    private TreeGrowth tree = new(0, []);

    public IssuerKey Key { get; } = IssuerKey.Generate(KeyKind.P256);

    public List<byte[]> Entries { get; } = [];

    public Dictionary<string, byte[]> Files { get; } = [];

    public byte[] Root => tree.Root;

    public string Checkpoint => Encoding.UTF8.GetString(Files["checkpoint"]);

    /// <summary>32 octets that depend on the number alone.</summary>
    public static byte[] Entry(int number) => SHA256.HashData(BitConverter.GetBytes(number));

    /// <summary>Appends as after a restart: from the stored edge.</summary>
    public void Append(int count)
    {
        tree = new TreeGrowth(Entries.Count, [.. TreeGrowth.EdgeOf(Entries.Count).Select(tile => Files[tile.Path])]);
        var added = Enumerable.Range(Entries.Count, count).Select(Entry).ToList();
        Entries.AddRange(added);
        foreach (var (tile, content) in tree.Append(added))
            Files[tile.Path] = content;
        Files["checkpoint"] = Encoding.UTF8.GetBytes(new Checkpoint(Origin, tree.Size, tree.Root).Sign(Key));
    }

    public byte[] HashOf(Subtree subtree)
    {
        var tile = Tile.Holding(subtree, Entries.Count);
        return Tile.HashIn(Files[tile.Path], subtree);
    }

    public Task<byte[]?> ReadAsync(string path) => Task.FromResult(Files.GetValueOrDefault(path));

    public void Dispose() => Key.Dispose();
}
