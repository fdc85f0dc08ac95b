using System.Security.Cryptography;
using System.Text;
using Warifu.Wire;

namespace Warifu.Desk.Keys;

/// <summary>
/// The last resort for keys where the PC has neither a key store of its own nor a token: files sealed with AES-256-GCM
/// under a key that only the passphrase opens (PBKDF2-HMAC-SHA-256). Private keys and the passwords the user entrusts to
/// this PC lie here; each is bound to its name.
/// </summary>
public sealed class Vault
{
    private const string File = "vault.json";
    private const int KeyBytes = 32;
    private const int SaltBytes = 16;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int Iterations = 300_000;

    private readonly DeskFolder folder;
    private readonly byte[] key;

    private Vault(DeskFolder folder, byte[] key) => (this.folder, this.key) = (folder, key);

    /// <summary>Whether a folder has one already.</summary>
    public static bool IsIn(DeskFolder folder) => folder.ReadBytes(File) is not null;

    /// <summary>Opens the vault of a folder, making it at the first time.</summary>
    public static Outcome<Vault> Open(DeskFolder folder, string passphrase)
    {
        if (folder.Read<Header>(File) is not { } header)
        {
            var fresh = RandomNumberGenerator.GetBytes(KeyBytes);
            var salt = RandomNumberGenerator.GetBytes(SaltBytes);
            folder.Write(File, new Header(salt, Iterations, Seal(Derive(passphrase, salt, Iterations), File, fresh)));
            return new Vault(folder, fresh);
        }
        try
        {
            return new Vault(folder, Unseal(Derive(passphrase, header.Salt, header.Iterations), File, header.Wrapped));
        }
        catch (AuthenticationTagMismatchException)
        {
            return DeskRefusals.WrongPassphrase;
        }
    }

    public void Put(string name, ReadOnlySpan<byte> secret) => folder.WriteBytes(FileOf(name), Seal(key, name, secret));

    /// <exception cref="CryptographicException">The file was altered, or belongs to another name.</exception>
    public byte[]? Get(string name) => folder.ReadBytes(FileOf(name)) is { } kept ? Unseal(key, name, kept) : null;

    public void Remove(string name) => folder.Remove(FileOf(name));

    /// <summary>Makes a P-256 key that is on the disk, sealed, before anybody can use it.</summary>
    public ECDsa MakeKey(string name)
    {
        var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var exported = made.ExportPkcs8PrivateKey();
        Put(name, exported);
        CryptographicOperations.ZeroMemory(exported);
        return made;
    }

    public ECDsa? GetKey(string name)
    {
        if (Get(name) is not { } exported)
            return null;
        var kept = ECDsa.Create();
        kept.ImportPkcs8PrivateKey(exported, out _);
        CryptographicOperations.ZeroMemory(exported);
        return kept;
    }

    private static string FileOf(string name) => $"{name}.sealed";

    private static byte[] Derive(string passphrase, byte[] salt, int iterations) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase), salt, iterations, HashAlgorithmName.SHA256, KeyBytes);

    private static byte[] Seal(byte[] under, string name, ReadOnlySpan<byte> secret)
    {
        var result = new byte[NonceBytes + secret.Length + TagBytes];
        RandomNumberGenerator.Fill(result.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(under, TagBytes);
        aes.Encrypt(result.AsSpan(0, NonceBytes), secret, result.AsSpan(NonceBytes, secret.Length), result.AsSpan(^TagBytes..), Encoding.UTF8.GetBytes(name));
        return result;
    }

    private static byte[] Unseal(byte[] under, string name, ReadOnlySpan<byte> kept)
    {
        if (kept.Length < NonceBytes + TagBytes)
            throw new CryptographicException("A sealed file is cut short.");
        var secret = new byte[kept.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(under, TagBytes);
        aes.Decrypt(kept[..NonceBytes], kept[NonceBytes..^TagBytes], kept[^TagBytes..], secret, Encoding.UTF8.GetBytes(name));
        return secret;
    }

    private sealed record Header(byte[] Salt, int Iterations, byte[] Wrapped);
}
