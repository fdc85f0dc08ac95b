using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Warifu.Pki.Keys;
using Warifu.Wire;

namespace Warifu.Pki.Log;

/// <summary>
/// The signed head of a log (C2SP tlog-checkpoint): three lines of a signed note. The signature is ECDSA with SHA-256 by the
/// issuing authority's own key, note signature type 0x02 (docs/decisions/007-checkpoint-signature.md).
/// </summary>
/// <param name="Origin">The log's name and that of its key: its address without scheme.</param>
/// <param name="Root">32 octets.</param>
public sealed record Checkpoint(string Origin, long Size, byte[] Root)
{
    /// <summary>Ample for sixteen signatures.</summary>
    private const int LongestNote = 128 * 1024;

    private const string SignatureMark = "— ";

    public static readonly Refusal Unsound = new("log-checkpoint-unsound", 422,
        new("ログのチェックポイントが正しい形ではないか、署名がこの認証局のものではありません。",
            "The log's checkpoint is malformed, or not signed by this authority."),
        new("発行局の証明書とログの組み合わせを確かめてください。合っていれば、ログが改ざんされています。",
            "Check that authority and log belong together. If they do, the log was tampered with."));

    /// <summary>What is signed.</summary>
    public string Text => $"{Origin}\n{Size}\n{Convert.ToBase64String(Root)}\n";

    /// <summary>The signed note.</summary>
    public string Sign(IssuerKey key)
    {
        var signature = key.Sign(Encoding.UTF8.GetBytes(Text), HashAlgorithmName.SHA256);
        return $"{Text}\n{SignatureMark}{Origin} {Convert.ToBase64String([.. KeyId(key.Public), .. signature])}\n";
    }

    /// <summary>A checkpoint signed by this key; what others signed beside it is passed over.</summary>
    /// <param name="origin">The expected origin; null takes the note's own.</param>
    public static Outcome<Checkpoint> Read(string note, SubjectKey key, string? origin = null)
    {
        var end = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (note.Length > LongestNote || end < 0 || !note.EndsWith('\n') || Parse(note[..(end + 1)]) is not { } read
            || (origin is not null && origin != read.Origin))
            return Unsound;
        var text = Encoding.UTF8.GetBytes(read.Text);
        var signatures = note[(end + 2)..].Split('\n').Select(line => SignatureOf(line, read.Origin, key)).OfType<byte[]>().ToList();
        return signatures.Count > 0 && signatures.TrueForAll(signature => key.Verifies(SignatureAlgorithm.EcdsaSha256, text, signature))
            ? read
            : Unsound;
    }

    /// <summary>The first four octets of SHA-256 over the public key's SubjectPublicKeyInfo, as type 0x02 has it.</summary>
    private static byte[] KeyId(SubjectKey key) => SHA256.HashData(key.Info.Span)[..4];

    private static Checkpoint? Parse(string text)
    {
        var lines = text.Split('\n');
        if (lines.Length < 4 || !long.TryParse(lines[1], NumberStyles.None, CultureInfo.InvariantCulture, out var size) || Base64(lines[2]) is not { Length: MerkleTree.HashBytes } root)
            return null;
        var read = new Checkpoint(lines[0], size, root);
        // We write no extension lines, and a text in another spelling would have another signature.
        return read.Origin.Length > 0 && read.Text == text ? read : null;
    }

    /// <returns>Null for a line of another key.</returns>
    private static byte[]? SignatureOf(string line, string name, SubjectKey key)
    {
        var start = $"{SignatureMark}{name} ";
        return line.StartsWith(start, StringComparison.Ordinal) && Base64(line[start.Length..]) is { Length: > 4 } octets && octets.AsSpan(0, 4).SequenceEqual(KeyId(key))
            ? octets[4..]
            : null;
    }

    private static byte[]? Base64(string text)
    {
        var octets = new byte[text.Length];
        return Convert.TryFromBase64String(text, octets, out var length) && Convert.ToBase64String(octets, 0, length) == text ? octets[..length] : null;
    }
}
