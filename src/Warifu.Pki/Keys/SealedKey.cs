using System.Security.Cryptography;
using System.Text;
using Warifu.Wire;

namespace Warifu.Pki.Keys;

/// <summary>
/// A private key under a passphrase: PEM of an encrypted PKCS#8 (RFC 5958), PBES2 with AES-256-CBC and PBKDF2-HMAC-SHA-256.
/// Bytes in, bytes out; where they are kept is the caller's matter.
/// </summary>
public static class SealedKey
{
    /// <summary>300,000 rounds cost a guesser about 0.1 s each on one core, and us as much once per start.</summary>
    internal const int Iterations = 300_000;

    private const string Label = "ENCRYPTED PRIVATE KEY";

    /// <exception cref="ArgumentException">An empty passphrase.</exception>
    public static byte[] Seal(AsymmetricAlgorithm key, string passphrase)
    {
        ArgumentException.ThrowIfNullOrEmpty(passphrase);
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, Iterations);
        var sealedKey = key.ExportEncryptedPkcs8PrivateKey(passphrase, parameters);
        return Encoding.ASCII.GetBytes(PemEncoding.WriteString(Label, sealedKey) + "\n");
    }

    /// <summary>Opens what <see cref="Seal"/> made, or another program in the same form.</summary>
    public static Outcome<ECDsa> Open(ReadOnlySpan<byte> content, string passphrase)
    {
        var text = Encoding.ASCII.GetString(content);
        if (!PemEncoding.TryFind(text, out var pem) || text[pem.Label] != Label)
            return SealedKeyRefusals.NotAKeyFile;
        var key = ECDsa.Create();
        try
        {
            var der = Convert.FromBase64String(text[pem.Base64Data]);
            if (SealedContent.Open(der, passphrase) is { } opened)
                Import(key, opened);
            else
                key.ImportEncryptedPkcs8PrivateKey(passphrase, der, out _);
            return key;
        }
        catch (CryptographicException)
        {
            key.Dispose();
            return SealedKeyRefusals.WrongPassphrase;
        }
    }

    private static void Import(ECDsa key, byte[] opened)
    {
        try
        {
            key.ImportPkcs8PrivateKey(opened, out _);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
        }
    }
}

public static class SealedKeyRefusals
{
    public static readonly Refusal NotAKeyFile = new(
        "key-file-unreadable", 422,
        new("鍵ファイルの内容が暗号化された秘密鍵ではありません。", "The file does not hold an encrypted private key."),
        new("鍵ファイルの場所を確かめてください。", "Check which file is meant."));

    public static readonly Refusal WrongPassphrase = new(
        "key-passphrase-wrong", 403,
        new("パスフレーズが違うか、鍵ファイルが壊れています。", "The passphrase is wrong, or the key file is damaged."),
        new("パスフレーズを確かめ、だめなら控えの鍵ファイルを使ってください。", "Check the passphrase; failing that, use the backup of the key file."));
}
