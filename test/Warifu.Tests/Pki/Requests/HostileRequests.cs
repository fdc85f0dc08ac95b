using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Pki.Der;

namespace Warifu.Tests.Pki.Requests;

/// <summary>
/// Requests that nobody should send, made anew from fresh keys for each run, and those that were kept
/// (<c>Pki/Corpus/signing-requests.txt</c>, a name and base64 on each line). None may become a certificate.
/// </summary>
internal static class HostileRequests
{
    // Of P-256: FIPS 186-5 by way of SP 800-186, 3.2.1.3.
    private static readonly BigInteger Order = BigInteger.Parse(
        "0FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", System.Globalization.NumberStyles.HexNumber);

    public static IReadOnlyDictionary<string, byte[]> All { get; } = Made().Concat(Kept()).ToDictionary(one => one.Name, one => one.Der);

    public static TheoryData<string> Names => [.. All.Keys];

    public static IEnumerable<(string Name, byte[] Der)> Kept() =>
        from line in File.ReadLines(Path.Combine(Repository.Root, "test", "Warifu.Tests", "Pki", "Corpus", "signing-requests.txt"))
        where line.Length > 0 && line[0] != '#'
        let parts = line.Split(' ')
        select (parts[0], Convert.FromBase64String(parts[1]));

    public static byte[] WithExtensionTwice() => All["extension-twice"];

    public static byte[] WithAttributeTwice() => All["extension-request-twice"];

    private static IEnumerable<(string Name, byte[] Der)> Made()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var sound = new CertificateRequest("CN=taro", key, HashAlgorithmName.SHA256).CreateSigningRequest();
        var (info, signature) = Apart(sound);
        var (r, s) = Numbers(signature);
        yield return ("empty", []);
        yield return ("truncated", sound[..^7]);
        yield return ("one-octet-more", [.. sound, 0]);
        yield return ("two-in-a-row", [.. sound, .. sound]);
        yield return ("nested-without-end", [.. Enumerable.Repeat<byte[]>([0x30, 0x80], 4000).SelectMany(it => it)]);
        yield return ("length-beyond-its-end", [0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, .. sound[Head(sound)..]]);
        yield return ("certificate-in-its-place", new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)).RawData);
        yield return ("oversized", new byte[17 * 1024]);
        yield return ("indefinite-length", [0x30, 0x80, .. sound[(sound[1] == 0x81 ? 3 : 4)..], 0, 0]);
        yield return ("length-in-too-many-octets", [0x30, 0x83, 0, (byte)((sound.Length - Head(sound)) >> 8), (byte)(sound.Length - Head(sound)), .. sound[Head(sound)..]]);
        foreach (var (name, first, second) in new (string, BigInteger, BigInteger)[]
        {
            ("r-zero", 0, s), ("s-zero", r, 0), ("both-zero", 0, 0), ("r-is-the-order", Order, s), ("s-is-the-order", r, Order),
            ("r-past-the-order", r + Order, s), ("s-past-the-order", r, s + Order), ("r-negative", -r, s), ("s-negative", r, -s), ("both-one", 1, 1),
        })
            yield return (name, Whole(info, Pair(writer => writer.WriteInteger(first), writer => writer.WriteInteger(second))));
        yield return ("r-with-a-zero-before-it", Whole(info, Sequence(Padded(r), Bare(s))));
        yield return ("s-with-a-zero-before-it", Whole(info, Sequence(Bare(r), Padded(s))));
        yield return ("signature-with-an-octet-after-it", Whole(info, [.. signature, 0]));
        yield return ("signature-with-a-third-number", Whole(info, Sequence(Bare(r), Bare(s), Bare(BigInteger.One))));
        yield return ("signature-of-indefinite-length", Whole(info, [0x30, 0x80, .. signature[2..], 0, 0]));
        yield return ("signature-with-a-long-length", Whole(info, [0x30, 0x81, .. signature[1..]]));
        yield return ("signature-as-two-raw-numbers", Whole(info, key.SignData(info, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation)));
        yield return ("signature-empty", Whole(info, []));
        yield return ("signature-of-something-else", Whole(info, key.SignData([1], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)));
        yield return ("extension-twice", Signed(key, Attributes(ExtensionRequest(Extension("2.5.29.15"), Extension("2.5.29.15")))));
        yield return ("extension-request-twice", Signed(key, Attributes(ExtensionRequest(Extension("2.5.29.15")), ExtensionRequest(Extension("2.5.29.37")))));
        yield return ("extension-request-of-two-values", Signed(key, Attributes(ExtensionRequestOfTwo())));
        yield return ("extension-that-is-none", Signed(key, Attributes(ExtensionRequest([0x05, 0x00]))));
        using var weak = RSA.Create(1024);
        yield return ("weak-key", new CertificateRequest("CN=weak", weak, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest());
        using var large = ECDsa.Create(ECCurve.NamedCurves.nistP521);
        yield return ("larger-curve", new CertificateRequest("CN=curve", large, HashAlgorithmName.SHA256).CreateSigningRequest());
        using var blind = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        yield return ("curve-of-nobody-here", new CertificateRequest("CN=curve", blind, HashAlgorithmName.SHA256).CreateSigningRequest());
    }

    private static (byte[] Info, byte[] Signature) Apart(byte[] der)
    {
        var request = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var info = request.ReadEncodedValue().ToArray();
        request.ReadEncodedValue();
        return (info, request.ReadBitString(out _));
    }

    private static (BigInteger R, BigInteger S) Numbers(byte[] signature)
    {
        var pair = new AsnReader(signature, AsnEncodingRules.DER).ReadSequence();
        return (pair.ReadInteger(), pair.ReadInteger());
    }

    private static byte[] Whole(byte[] info, byte[] signature)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(info);
            using (writer.PushSequence())
                writer.WriteObjectIdentifier(Oids.EcdsaWithSha256);
            writer.WriteBitString(signature);
        }

        return writer.Encode();
    }

    private static byte[] Pair(params Action<AsnWriter>[] parts)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            Array.ForEach(parts, part => part(writer));
        return writer.Encode();
    }

    private static byte[] Bare(BigInteger number) => [0x02, (byte)number.ToByteArray(isBigEndian: true).Length, .. number.ToByteArray(isBigEndian: true)];

    private static byte[] Padded(BigInteger number)
    {
        var octets = number.ToByteArray(isBigEndian: true);
        return [0x02, (byte)(octets.Length + 1), 0, .. octets];
    }

    private static byte[] Sequence(params byte[][] parts) => [0x30, (byte)parts.Sum(part => part.Length), .. parts.SelectMany(part => part)];

    private static int Head(byte[] der) => der[1] switch { 0x81 => 3, 0x82 => 4, _ => 2 };

    /// <summary>A request with these attributes, rightly signed.</summary>
    private static byte[] Signed(ECDsa key, byte[] attributes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(0);
            writer.WriteEncodedValue(new X500DistinguishedName("CN=taro").RawData);
            writer.WriteEncodedValue(key.ExportSubjectPublicKeyInfo());
            writer.WriteEncodedValue(attributes);
        }

        var info = writer.Encode();
        return Whole(info, key.SignData(info, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    private static byte[] Attributes(params byte[][] attributes)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSetOf(new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true)))
            Array.ForEach(attributes, attribute => writer.WriteEncodedValue(attribute));
        return writer.Encode();
    }

    private static byte[] ExtensionRequest(params byte[][] extensions) => Pair(
        writer => writer.WriteObjectIdentifier(Oids.ExtensionRequest),
        writer =>
        {
            using (writer.PushSetOf())
                writer.WriteEncodedValue(Pair(inner => Array.ForEach(extensions, extension => inner.WriteEncodedValue(extension))));
        });

    private static byte[] ExtensionRequestOfTwo() => Pair(
        writer => writer.WriteObjectIdentifier(Oids.ExtensionRequest),
        writer =>
        {
            using (writer.PushSetOf())
            {
                writer.WriteEncodedValue(Pair(inner => inner.WriteEncodedValue(Extension("2.5.29.15"))));
                writer.WriteEncodedValue(Pair(inner => inner.WriteEncodedValue(Extension("2.5.29.37"))));
            }
        });

    private static byte[] Extension(string oid) =>
        Pair(writer => writer.WriteObjectIdentifier(oid), writer => writer.WriteOctetString([0x03, 0x02, 0x07, 0x80]));
}
