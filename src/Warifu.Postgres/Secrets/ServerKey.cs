using System.Security.Cryptography;
using System.Text;
using Warifu.Wire;

namespace Warifu.Postgres.Secrets;

/// <summary>
/// The one 32-byte key of a server, kept in a file of mode 0600 outside database and backup. It seals secrets at rest
/// with AES-256-GCM, bound to table, tenant and row, so that a sealed value moved elsewhere does not open.
/// Sealed form: version 1 (1 octet), key id (4), nonce (12), ciphertext, tag (16).
/// </summary>
public sealed class ServerKey
{
    private const int KeyBytes = 32;
    private const int IdBytes = 4;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const byte Version = 1;

    public static readonly Refusal Unusable = new("server-key-unusable", 503,
        new("サーバー鍵のファイルが使えません（32 バイト、所有者だけが読めること）。", "The server key file cannot be used (32 octets, readable by its owner only)."),
        new("控えから戻してください。新しい鍵では、保存済みの秘密を開けません。", "Restore it from your copy. A new key cannot open the secrets already kept."));

    private readonly byte[] sealing;
    private readonly byte[] hashing;
    private readonly byte[] id;

    private ServerKey(byte[] key)
    {
        sealing = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyBytes, info: "warifu seal v1"u8.ToArray());
        hashing = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyBytes, info: "warifu hash v1"u8.ToArray());
        id = SHA256.HashData(sealing)[..IdBytes];
        CryptographicOperations.ZeroMemory(key);
    }

    /// <exception cref="RefusedException">Missing, of another length, or readable by others.</exception>
    public static ServerKey Load(string file)
    {
        const UnixFileMode others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;
        if (!File.Exists(file) || (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & others) != UnixFileMode.None))
            throw new RefusedException(Unusable);
        var key = File.ReadAllBytes(file);
        return key.Length == KeyBytes ? new ServerKey(key) : throw new RefusedException(Unusable);
    }

    /// <summary>For development: makes the key when there is none. It appears under its name only when whole.</summary>
    public static ServerKey LoadOrMake(string file)
    {
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var making = file + ".making";
            File.Delete(making);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(making, options))
            {
                stream.Write(RandomNumberGenerator.GetBytes(KeyBytes));
                stream.Flush(flushToDisk: true);
            }
            File.Move(making, file);
        }
        return Load(file);
    }

    /// <param name="row">The row's key as text.</param>
    public byte[] Seal(string table, string tenant, string row, ReadOnlySpan<byte> secret)
    {
        var result = new byte[1 + IdBytes + NonceBytes + secret.Length + TagBytes];
        result[0] = Version;
        id.CopyTo(result, 1);
        var nonce = result.AsSpan(1 + IdBytes, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(sealing, TagBytes);
        aes.Encrypt(nonce, secret, result.AsSpan(1 + IdBytes + NonceBytes, secret.Length), result.AsSpan(^TagBytes..), Bound(table, tenant, row));
        return result;
    }

    /// <exception cref="CryptographicException">Sealed by another key, for another row, or altered.</exception>
    public byte[] Open(string table, string tenant, string row, ReadOnlySpan<byte> @sealed)
    {
        if (@sealed.Length < 1 + IdBytes + NonceBytes + TagBytes || @sealed[0] != Version || !@sealed.Slice(1, IdBytes).SequenceEqual(id))
            throw new CryptographicException("Not sealed by this server key.");
        var content = @sealed[(1 + IdBytes + NonceBytes)..^TagBytes];
        var secret = new byte[content.Length];
        using var aes = new AesGcm(sealing, TagBytes);
        aes.Decrypt(@sealed.Slice(1 + IdBytes, NonceBytes), content, @sealed[^TagBytes..], secret, Bound(table, tenant, row));
        return secret;
    }

    /// <summary>A hash that cannot be tried out without this key, for values as short as a PIN. HMAC-SHA-256, 32 octets.</summary>
    /// <param name="use">What the value is, such as <c>inquiry-pin</c>.</param>
    public byte[] Hash(string use, string tenant, string row, string value) =>
        HMACSHA256.HashData(hashing, (byte[])[.. Bound(use, tenant, row), 0, .. Encoding.UTF8.GetBytes(value)]);

    private static byte[] Bound(string table, string tenant, string row) => Encoding.UTF8.GetBytes($"{table}\0{tenant}\0{row}");
}
