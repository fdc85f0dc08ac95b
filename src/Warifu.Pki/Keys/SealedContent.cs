using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Warifu.Pki.Keys;

/// <summary>
/// Opens an encrypted PKCS#8 of the form we write (RFC 5958, 3; RFC 8018, A.2 to A.4: PBES2 with PBKDF2-HMAC-SHA-256 and AES-256-CBC).
/// The platform's reader derives the key more than once, which at 300,000 rounds a key is most of a server's start.
/// </summary>
internal static class SealedContent
{
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string HmacSha256 = "1.2.840.113549.2.9";
    private const string Aes256Cbc = "2.16.840.1.101.3.4.1.42";
    private const int KeyBytes = 32;
    private const int BlockBytes = 16;

    /// <summary>Whoever can write the file cannot make the start last for hours.</summary>
    private const int MostIterations = 10_000_000;

    /// <returns>DER of the PrivateKeyInfo, to be wiped after use; null for another form.</returns>
    /// <exception cref="CryptographicException">A wrong passphrase, or a damaged file.</exception>
    public static byte[]? Open(ReadOnlyMemory<byte> der, string passphrase)
    {
        if (Read(der) is not { } read)
            return null;
        var key = Rfc2898DeriveBytes.Pbkdf2(passphrase, read.Salt, read.Iterations, HashAlgorithmName.SHA256, KeyBytes);
        try
        {
            using var aes = Aes.Create();
            aes.Key = key;
            return aes.DecryptCbc(read.Content, read.InitialVector);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private static Parts? Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            var info = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
            var algorithm = info.ReadSequence();
            if (algorithm.ReadObjectIdentifier() != Pbes2)
                return null;
            var schemes = algorithm.ReadSequence();
            var derivation = schemes.ReadSequence();
            if (derivation.ReadObjectIdentifier() != Pbkdf2)
                return null;
            var parameters = derivation.ReadSequence();
            var salt = parameters.ReadOctetString();
            if (!parameters.TryReadInt32(out var iterations) || iterations is < 1 or > MostIterations)
                return null;
            if (parameters.PeekTag() == Asn1Tag.Integer && (!parameters.TryReadInt32(out var length) || length != KeyBytes))
                return null;
            if (parameters.ReadSequence().ReadObjectIdentifier() != HmacSha256)
                return null;
            var encryption = schemes.ReadSequence();
            if (encryption.ReadObjectIdentifier() != Aes256Cbc || encryption.ReadOctetString() is not { Length: BlockBytes } vector)
                return null;
            return new Parts(salt, iterations, vector, info.ReadOctetString());
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private sealed record Parts(byte[] Salt, int Iterations, byte[] InitialVector, byte[] Content);
}
