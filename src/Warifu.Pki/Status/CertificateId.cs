using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using Warifu.Pki.Certificates;
using Warifu.Pki.Der;
using Warifu.Wire;

namespace Warifu.Pki.Status;

/// <summary>How a status request names a certificate (CertID, RFC 6960, 4.1.1): hashes of the issuer's name and key, and the serial number.</summary>
public sealed record CertificateId
{
    /// <summary>RFC 5280 allows 20 octets; others have issued longer ones, and an answer must repeat what was asked.</summary>
    private const int LongestSerial = 32;

    private CertificateId(ReadOnlyMemory<byte> der, string algorithm, ReadOnlyMemory<byte> nameHash, ReadOnlyMemory<byte> keyHash, SerialNumber? serial) =>
        (Der, Algorithm, NameHash, KeyHash, Serial) = (der, algorithm, nameHash, keyHash, serial);

    /// <summary>Null when it is none we could have issued.</summary>
    public SerialNumber? Serial { get; }

    /// <summary>The form RFC 5019, 2.1.1 asks of everybody, for which answers are made ahead.</summary>
    public bool IsUsual => Algorithm == Oids.Sha1;

    internal ReadOnlyMemory<byte> Der { get; }

    internal string Algorithm { get; }

    internal ReadOnlyMemory<byte> NameHash { get; }

    internal ReadOnlyMemory<byte> KeyHash { get; }

    /// <summary>In the usual form.</summary>
    public static CertificateId Of(Issuer issuer, SerialNumber serial)
    {
        var (name, key) = (Sha1(issuer.Name.Span), Sha1(issuer.Key.Point.Span));
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.Sha1);
                writer.WriteNull();
            }

            writer.WriteOctetString(name);
            writer.WriteOctetString(key);
            writer.WriteInteger(serial.ToBytes());
        }

        return new CertificateId(writer.Encode(), Oids.Sha1, name, key, serial);
    }

    /// <summary>Whether the certificate would be this authority's.</summary>
    public bool IsUnder(Issuer issuer) =>
        Hash(issuer.Name.Span) is { } name && NameHash.Span.SequenceEqual(name)
        && Hash(issuer.Key.Point.Span) is { } key && KeyHash.Span.SequenceEqual(key);

    /// <exception cref="AsnContentException">Not a CertID in DER.</exception>
    internal static CertificateId Read(AsnReader reader)
    {
        var der = reader.PeekEncodedValue();
        var sequence = reader.ReadSequence();
        var identifier = sequence.ReadSequence();
        var algorithm = identifier.ReadObjectIdentifier();
        // Parameters are absent or NULL for every hash (RFC 5754, 2); both are in use.
        if (identifier.HasData)
            identifier.ReadNull();
        identifier.ThrowIfNotEmpty();
        var nameHash = sequence.ReadOctetString();
        var keyHash = sequence.ReadOctetString();
        var serial = sequence.ReadIntegerBytes();
        sequence.ThrowIfNotEmpty();
        if (serial.Length > LongestSerial)
            throw new AsnContentException("No certificate has so long a serial number.");
        return new CertificateId(der, algorithm, nameHash, keyHash, Ours(serial.Span));
    }

    /// <summary>The hash RFC 6960 fixes for key identifiers and RFC 5019 for requests: it names, and protects nothing.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6960, 4.2.1 and RFC 5019, 2.1.1 fix SHA-1 as a name of an issuer.")]
    internal static byte[] Sha1(ReadOnlySpan<byte> octets) => SHA1.HashData(octets);

    private static SerialNumber? Ours(ReadOnlySpan<byte> octets)
    {
        // 128 and more as first octet after a zero: a positive number whose sign octet DER needs. We draw none such.
        try
        {
            return SerialNumber.FromBytes(octets);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private byte[]? Hash(ReadOnlySpan<byte> octets) => Algorithm switch
    {
        Oids.Sha1 => Sha1(octets),
        Oids.Sha256 => SHA256.HashData(octets),
        Oids.Sha384 => SHA384.HashData(octets),
        Oids.Sha512 => SHA512.HashData(octets),
        _ => null,
    };
}
