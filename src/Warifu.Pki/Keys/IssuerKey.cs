using System.Security.Cryptography;

namespace Warifu.Pki.Keys;

/// <summary>
/// The private key of an authority, or of the responder that answers for it: P-256 or P-384. It wraps any <see cref="ECDsa"/>, so a key in a token signs by the same way
/// as one in memory.
/// </summary>
public sealed class IssuerKey : IDisposable
{
    private readonly ECDsa key;
    private readonly ECDsa publicHalf = ECDsa.Create();

    /// <param name="key">Owned from here on.</param>
    /// <exception cref="ArgumentException">Neither P-256 nor P-384.</exception>
    public IssuerKey(ECDsa key)
    {
        this.key = key;
        Public = SubjectKey.Of(key);
        Algorithm = Public.Kind switch
        {
            KeyKind.P256 => SignatureAlgorithm.EcdsaSha256,
            KeyKind.P384 => SignatureAlgorithm.EcdsaSha384,
            _ => throw new ArgumentException("An authority's key is P-256 or P-384.", nameof(key)),
        };
        publicHalf.ImportSubjectPublicKeyInfo(Public.Info.Span, out _);
    }

    public SubjectKey Public { get; }

    internal SignatureAlgorithm Algorithm { get; }

    /// <summary>A new key in memory.</summary>
    /// <exception cref="ArgumentOutOfRangeException">RSA.</exception>
    public static IssuerKey Generate(KeyKind kind) => kind switch
    {
        KeyKind.P256 => new IssuerKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)),
        KeyKind.P384 => new IssuerKey(ECDsa.Create(ECCurve.NamedCurves.nistP384)),
        KeyKind.Rsa => throw new ArgumentOutOfRangeException(nameof(kind), "An authority's key is P-256 or P-384."),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>The key's file content; see <see cref="SealedKey"/>.</summary>
    public byte[] Seal(string passphrase) => SealedKey.Seal(key, passphrase);

    public void Dispose()
    {
        key.Dispose();
        publicHalf.Dispose();
    }

    /// <summary>Looks at a signature of this key with its public half, which was read once: reading it anew costs as much as the look.</summary>
    internal bool Verifies(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) =>
        publicHalf.VerifyData(data, signature, Algorithm.Hash, DSASignatureFormat.Rfc3279DerSequence);

    /// <returns>DER Ecdsa-Sig-Value (RFC 5480, appendix A).</returns>
    internal byte[] Sign(ReadOnlySpan<byte> data) => Sign(data, Algorithm.Hash);

    /// <summary>For formats that name the hash by themselves.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> data, HashAlgorithmName hash) => key.SignData(data, hash, DSASignatureFormat.Rfc3279DerSequence);
}
