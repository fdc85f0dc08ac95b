using System.Formats.Asn1;
using System.Security.Cryptography;
using Warifu.Pki.Der;

namespace Warifu.Pki.Keys;

/// <summary>The signature algorithms we make or accept: ECDSA (RFC 5758) and RSA PKCS#1 v1.5 (RFC 8017), each with SHA-2.</summary>
internal sealed record SignatureAlgorithm(string Oid, bool IsRsa, HashAlgorithmName Hash)
{
    public static SignatureAlgorithm EcdsaSha256 { get; } = new(Oids.EcdsaWithSha256, IsRsa: false, HashAlgorithmName.SHA256);

    public static SignatureAlgorithm EcdsaSha384 { get; } = new(Oids.EcdsaWithSha384, IsRsa: false, HashAlgorithmName.SHA384);

    private static readonly SignatureAlgorithm[] Known =
    [
        EcdsaSha256,
        EcdsaSha384,
        new(Oids.EcdsaWithSha512, IsRsa: false, HashAlgorithmName.SHA512),
        new(Oids.Sha256WithRsa, IsRsa: true, HashAlgorithmName.SHA256),
        new(Oids.Sha384WithRsa, IsRsa: true, HashAlgorithmName.SHA384),
        new(Oids.Sha512WithRsa, IsRsa: true, HashAlgorithmName.SHA512),
    ];

    /// <summary>Reads an AlgorithmIdentifier; ECDSA has no parameters, RSA has NULL.</summary>
    /// <returns>Null when the algorithm is none of ours.</returns>
    public static SignatureAlgorithm? Read(AsnReader reader)
    {
        var identifier = reader.ReadSequence();
        var oid = identifier.ReadObjectIdentifier();
        if (Array.Find(Known, known => known.Oid == oid) is not { } algorithm)
            return null;
        if (algorithm.IsRsa)
            identifier.ReadNull();
        identifier.ThrowIfNotEmpty();
        return algorithm;
    }

    public void Write(AsnWriter writer)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oid);
            if (IsRsa)
                writer.WriteNull();
        }
    }
}
