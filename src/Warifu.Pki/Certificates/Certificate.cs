using System.Formats.Asn1;
using System.Security.Cryptography;
using Warifu.Pki.Keys;
using Warifu.Pki.Names;
using Warifu.Wire;

namespace Warifu.Pki.Certificates;

/// <summary>A certificate in strict DER, taken apart. That it can be read says nothing about trust: <see cref="Chains.ChainPolicy"/> does.</summary>
public sealed class Certificate
{
    private Certificate(ReadOnlyMemory<byte> der, ToBeSigned body, SerialNumber serial, ReadOnlyMemory<byte> signature) =>
        (Der, Body, Serial, Signature) = (der, body, serial, signature);

    public ReadOnlyMemory<byte> Der { get; }

    public SerialNumber Serial { get; }

    /// <summary>Null when the name has another shape than ours.</summary>
    public Subject? Subject => Names.Subject.Read(Body.Subject);

    /// <summary>Null when the name has another shape than ours.</summary>
    public Subject? IssuerName => Names.Subject.Read(Body.Issuer);

    public DateTimeOffset NotBefore => Body.NotBefore;

    /// <summary>The last second of validity.</summary>
    public DateTimeOffset NotAfter => Body.NotAfter;

    public SubjectKey Key => Body.Key;

    /// <summary>SHA-256 of the whole certificate: its name in registers and pins.</summary>
    public byte[] Sha256 => SHA256.HashData(Der.Span);

    internal ToBeSigned Body { get; }

    internal ReadOnlyMemory<byte> Signature { get; }

    public static Outcome<Certificate> Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            return Parse(der);
        }
        catch (Exception unreadable) when (unreadable is AsnContentException or FormatException)
        {
            return CertificateRefusals.Unreadable;
        }
    }

    /// <summary>Whether the holder of the issuer's key signed this.</summary>
    internal bool IsSignedBy(SubjectKey issuer) =>
        Body.Algorithm is { } algorithm && issuer.Verifies(algorithm, Body.Der.Span, Signature.Span);

    private static Certificate Parse(ReadOnlyMemory<byte> der)
    {
        var reader = new AsnReader(der, AsnEncodingRules.DER);
        var whole = reader.ReadSequence();
        reader.ThrowIfNotEmpty();
        var body = ToBeSigned.Read(whole.ReadEncodedValue());
        var algorithm = SignatureAlgorithm.Read(whole);
        var signature = whole.ReadBitString(out var unused);
        whole.ThrowIfNotEmpty();
        // RFC 5280, 4.1.1.2: the algorithm outside is the one inside.
        if (unused != 0 || algorithm is null || algorithm != body.Algorithm)
            throw new AsnContentException("The signature's algorithm or form is not that of the certificate.");
        return new Certificate(der, body, SerialNumber.FromBytes(body.Serial.Span), signature);
    }
}
