using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Warifu.Pki.Der;

namespace Warifu.Pki.Keys;

/// <summary>The kinds of key the profiles know.</summary>
public enum KeyKind
{
    P256,
    P384,
    Rsa,
}

/// <summary>A public key as it stands in a SubjectPublicKeyInfo. It may be weak: <see cref="KeyChecks"/> decide.</summary>
public sealed class SubjectKey
{
    /// <summary>160 bits, as SHA-1 would give (RFC 7093, section 2, method 1).</summary>
    private const int IdentifierLength = 20;

    private readonly ReadOnlyMemory<byte> keyBits;

    private SubjectKey(ReadOnlyMemory<byte> info, string algorithm, string? curve, ReadOnlyMemory<byte> bits) =>
        (Info, Algorithm, Curve, keyBits) = (info, algorithm, curve, bits);

    /// <summary>The DER of the SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte> Info { get; }

    /// <summary>SHA-256 of <see cref="Info"/>: names the key in registers.</summary>
    public byte[] Sha256 => SHA256.HashData(Info.Span);

    /// <summary>The subject key identifier: the leftmost 160 bits of SHA-256 over the key's bits (RFC 7093, method 1).</summary>
    public byte[] Identifier => SHA256.HashData(keyBits.Span)[..IdentifierLength];

    /// <summary>Null for a key of no profile.</summary>
    public KeyKind? Kind => (Algorithm, Curve) switch
    {
        (Oids.EcPublicKey, Oids.P256) => KeyKind.P256,
        (Oids.EcPublicKey, Oids.P384) => KeyKind.P384,
        (Oids.RsaEncryption, _) => KeyKind.Rsa,
        _ => null,
    };

    internal string Algorithm { get; }

    /// <summary>The named curve; null for RSA and for curves spelled out.</summary>
    internal string? Curve { get; }

    /// <summary>The encoded point of an elliptic-curve key.</summary>
    internal ReadOnlyMemory<byte> Point => keyBits;

    internal BigInteger Modulus { get; private init; }

    internal BigInteger Exponent { get; private init; }

    /// <exception cref="AsnContentException">Not a DER SubjectPublicKeyInfo.</exception>
    public static SubjectKey Read(ReadOnlyMemory<byte> info)
    {
        var reader = new AsnReader(info, AsnEncodingRules.DER);
        var sequence = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var identifier = sequence.ReadSequence();
        var algorithm = identifier.ReadObjectIdentifier();
        var bits = sequence.ReadBitString(out var unused);
        sequence.ThrowIfNotEmpty();
        if (unused != 0)
            throw new AsnContentException("A key is whole octets.");
        switch (algorithm)
        {
            case Oids.EcPublicKey:
                var curve = identifier.PeekTag().HasSameClassAndValue(Asn1Tag.ObjectIdentifier) ? identifier.ReadObjectIdentifier() : null;
                return new SubjectKey(info, algorithm, curve, bits);
            case Oids.RsaEncryption:
                identifier.ReadNull();
                identifier.ThrowIfNotEmpty();
                var outer = new AsnReader(bits, AsnEncodingRules.DER);
                var rsa = outer.ReadSequence();
                outer.ThrowIfNotEmpty();
                var (modulus, exponent) = (rsa.ReadInteger(), rsa.ReadInteger());
                rsa.ThrowIfNotEmpty();
                return new SubjectKey(info, algorithm, null, bits) { Modulus = modulus, Exponent = exponent };
            default:
                return new SubjectKey(info, algorithm, null, bits);
        }
    }

    /// <summary>The public half of a key at hand.</summary>
    public static SubjectKey Of(AsymmetricAlgorithm key) => Read(key.ExportSubjectPublicKeyInfo());

    /// <summary>Whether this key made the signature. A key the platform refuses to load made none.</summary>
    internal bool Verifies(SignatureAlgorithm algorithm, ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature)
    {
        if (Kind is not { } kind || algorithm.IsRsa != (kind == KeyKind.Rsa))
            return false;
        try
        {
            if (kind == KeyKind.Rsa)
            {
                using var rsa = RSA.Create();
                rsa.ImportSubjectPublicKeyInfo(Info.Span, out _);
                return rsa.VerifyData(data, signature, algorithm.Hash, RSASignaturePadding.Pkcs1);
            }

            using var ecdsa = ECDsa.Create();
            ecdsa.ImportSubjectPublicKeyInfo(Info.Span, out _);
            return ecdsa.VerifyData(data, signature, algorithm.Hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
