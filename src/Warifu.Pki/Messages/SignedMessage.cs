using System.Formats.Asn1;
using System.Security.Cryptography;
using Warifu.Pki.Certificates;
using Warifu.Pki.Der;
using Warifu.Pki.Keys;

namespace Warifu.Pki.Messages;

/// <summary>
/// A text and who signed it, in one CMS message (SignedData of RFC 5652, content id-data) that carries the certificates needed to judge it:
/// <c>openssl cms -verify</c> reads it. Signatures are ECDSA with SHA-256 (RFC 5753, 2.1).
/// </summary>
public static class SignedMessage
{
    // RFC 5652, 5.1 and 5.3: 1, as the content is id-data and signers are named by issuer and serial number.
    private const int Version = 1;

    private static readonly Asn1Tag Tag0 = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <param name="signers">Certificates of P-256 keys, with these keys.</param>
    /// <param name="chain">Beside those of the signers; DER.</param>
    public static byte[] Encode(ReadOnlySpan<byte> content, IReadOnlyList<(Certificate Certificate, ECDsa Key)> signers, IEnumerable<byte[]> chain, DateTimeOffset at)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(Oids.SignedData);
            using (writer.PushSequence(Tag0))
            using (writer.PushSequence())
            {
                writer.WriteInteger(Version);
                using (writer.PushSetOf())
                    WriteAlgorithm(writer, Oids.Sha256);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(Oids.Data);
                    using (writer.PushSequence(Tag0))
                        writer.WriteOctetString(content);
                }
                using (writer.PushSetOf(Tag0))
                    foreach (var der in signers.Select(signer => signer.Certificate.Der.ToArray()).Concat(chain))
                        writer.WriteEncodedValue(der);
                using (writer.PushSetOf())
                    foreach (var (certificate, key) in signers)
                        WriteSigner(writer, certificate, key, SHA256.HashData(content), at);
            }
        }
        return writer.Encode();
    }

    /// <summary>The content and the certificates whose keys signed it.</summary>
    /// <returns>Null where it is no such message, or one of its signatures does not hold. No chain is judged.</returns>
    public static (byte[] Content, IReadOnlyList<Certificate> Signers)? Read(ReadOnlyMemory<byte> message)
    {
        try
        {
            StrictDer.Walk(message);
            var outer = new AsnReader(message, AsnEncodingRules.DER).ReadSequence();
            if (outer.ReadObjectIdentifier() != Oids.SignedData)
                return null;
            var data = outer.ReadSequence(Tag0).ReadSequence();
            data.ReadInteger();
            data.ReadSetOf();
            var inner = data.ReadSequence();
            if (inner.ReadObjectIdentifier() != Oids.Data)
                return null;
            var content = inner.ReadSequence(Tag0).ReadOctetString();
            var carried = ReadCertificates(data.ReadSetOf(Tag0));
            var signers = data.ReadSetOf();
            var found = new List<Certificate>();
            while (signers.HasData)
            {
                if (ReadSigner(signers.ReadSequence(), carried, SHA256.HashData(content)) is not { } signer)
                    return null;
                found.Add(signer);
            }
            return found.Count == 0 ? null : (content, found);
        }
        catch (AsnContentException)
        {
            return null;
        }
    }

    private static void WriteSigner(AsnWriter writer, Certificate certificate, ECDsa key, byte[] digest, DateTimeOffset at)
    {
        var attributes = Attributes(digest, at);
        using (writer.PushSequence())
        {
            writer.WriteInteger(Version);
            using (writer.PushSequence())
            {
                writer.WriteEncodedValue(certificate.Body.Issuer.Span);
                writer.WriteInteger(certificate.Serial.ToBytes());
            }
            WriteAlgorithm(writer, Oids.Sha256);
            // RFC 5652, 5.4: what is signed is the SET OF, what is written carries the tag [0] in its place.
            byte[] implied = [.. attributes];
            implied[0] = 0xA0;
            writer.WriteEncodedValue(implied);
            WriteAlgorithm(writer, Oids.EcdsaWithSha256);
            writer.WriteOctetString(key.SignHash(SHA256.HashData(attributes), DSASignatureFormat.Rfc3279DerSequence));
        }
    }

    private static byte[] Attributes(byte[] digest, DateTimeOffset at)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf())
        {
            WriteAttribute(writer, Oids.ContentType, () => writer.WriteObjectIdentifier(Oids.Data));
            WriteAttribute(writer, Oids.SigningTime, () => writer.WriteTime(at));
            WriteAttribute(writer, Oids.MessageDigest, () => writer.WriteOctetString(digest));
        }
        return writer.Encode();
    }

    private static void WriteAttribute(AsnWriter writer, string type, Action writeValue)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(type);
            using (writer.PushSetOf())
                writeValue();
        }
    }

    private static void WriteAlgorithm(AsnWriter writer, string algorithm)
    {
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(algorithm);
    }

    private static List<Certificate> ReadCertificates(AsnReader reader)
    {
        var all = new List<Certificate>();
        while (reader.HasData)
            if (Certificate.Read(reader.ReadEncodedValue()) is { Refusal: null } read)
                all.Add(read.Value);
        return all;
    }

    private static Certificate? ReadSigner(AsnReader reader, IReadOnlyList<Certificate> carried, byte[] digest)
    {
        reader.ReadInteger();
        var name = reader.ReadSequence();
        var (issuer, serial) = (name.ReadEncodedValue(), name.ReadIntegerBytes());
        reader.ReadEncodedValue();
        byte[] attributes = reader.ReadEncodedValue().ToArray();
        attributes[0] = 0x31; // The SET OF that was signed.
        reader.ReadEncodedValue();
        var signature = reader.ReadOctetString();
        var signer = carried.FirstOrDefault(one => one.Body.Issuer.Span.SequenceEqual(issuer.Span) && one.Serial.ToBytes().AsSpan().SequenceEqual(serial.Span));
        return signer is { Key.Kind: KeyKind.P256 } && SaysDigest(attributes, digest) && signer.Key.Verifies(SignatureAlgorithm.EcdsaSha256, attributes, signature) ? signer : null;
    }

    private static bool SaysDigest(byte[] attributes, byte[] digest)
    {
        var set = new AsnReader(attributes, AsnEncodingRules.DER).ReadSetOf();
        while (set.HasData)
        {
            var attribute = set.ReadSequence();
            if (attribute.ReadObjectIdentifier() == Oids.MessageDigest)
                return attribute.ReadSetOf().ReadOctetString().AsSpan().SequenceEqual(digest);
        }
        return false;
    }
}
