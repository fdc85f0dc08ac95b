using System.Security.Cryptography;

namespace Warifu.Pki.Keys;

/// <summary>
/// A signature over a JSON object, to lie beside it in a file of its own. It begins with a brace, and what an authority signs
/// otherwise begins with the tag of a DER SEQUENCE, so the one can never be passed off as the other.
/// </summary>
public static class SignedText
{
    private const byte Brace = (byte)'{';

    /// <returns>DER Ecdsa-Sig-Value; <c>openssl dgst -sha256 -verify</c> reads it, -sha384 for P-384.</returns>
    /// <exception cref="ArgumentException">Not a JSON object's text.</exception>
    public static byte[] Sign(ReadOnlySpan<byte> json, IssuerKey key)
    {
        if (json.IsEmpty || json[0] != Brace)
            throw new ArgumentException("Only the text of a JSON object is signed here.", nameof(json));
        return key.Sign(json);
    }

    /// <summary>The hash the key's signatures are over.</summary>
    public static HashAlgorithmName HashOf(IssuerKey key) => key.Algorithm.Hash;

    public static bool Verifies(ReadOnlySpan<byte> json, ReadOnlySpan<byte> signature, SubjectKey key) =>
        key.Kind switch
        {
            KeyKind.P256 => key.Verifies(SignatureAlgorithm.EcdsaSha256, json, signature),
            KeyKind.P384 => key.Verifies(SignatureAlgorithm.EcdsaSha384, json, signature),
            KeyKind.Rsa or null => false,
            _ => throw new ArgumentOutOfRangeException(nameof(key)),
        };
}
