using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Warifu.Pki.Names;
using Warifu.Pki.Requests;

namespace Warifu.Tests.Pki.Requests;

/// <summary>
/// The kept corpus of signing requests that must never become a certificate. Each is built around a sound request, so that exactly one
/// thing is wrong with it.
/// </summary>
internal static class HostileRequests
{
    private static readonly Asn1Tag Attributes = new(TagClass.ContextSpecific, 0, isConstructed: true);

    // n of P-256 (SEC 2, 2.4.2): the first value that r and s may not have.
    private const string Order = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

    /// <summary>By what is wrong.</summary>
    public static IReadOnlyDictionary<string, byte[]> All { get; } = Make();

    public static byte[] WithExtensionTwice()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Signed(key, writer => ExtensionRequest(writer, twice: true));
    }

    public static byte[] WithAttributeTwice()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return Signed(key, writer =>
        {
            ExtensionRequest(writer, twice: false);
            ExtensionRequest(writer, twice: false);
        });
    }

    private static Dictionary<string, byte[]> Make()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var weak = RSA.Create(1024);
        using var blind = ECDsa.Create(ECCurve.NamedCurves.brainpoolP256r1);
        var sound = SigningRequest.Make(key, Subject.Empty);
        return new()
        {
            ["nothing"] = [],
            ["an empty sequence"] = [0x30, 0x00],
            ["cut in the middle"] = sound[..(sound.Length / 2)],
            ["one octet short"] = sound[..^1],
            ["one octet more"] = [.. sound, 0],
            ["two in a row"] = [.. sound, .. sound],
            ["an indefinite length"] = [0x30, 0x80, .. sound[SkipHeader(sound)..], 0, 0],
            ["a length longer than needed"] = [0x30, 0x83, 0, (byte)((sound.Length - SkipHeader(sound)) >> 8), (byte)(sound.Length - SkipHeader(sound)), .. sound[SkipHeader(sound)..]],
            ["a length beyond its end"] = [0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, .. sound[SkipHeader(sound)..]],
            ["nested without end"] = [.. Enumerable.Repeat<byte[]>([0x30, 0x80], 4000).SelectMany(it => it)],
            ["an extension twice"] = WithExtensionTwice(),
            ["an attribute twice"] = WithAttributeTwice(),
            ["signed by another key"] = new CertificateRequest(new X500DistinguishedName("CN=x"), new PublicKey(key), HashAlgorithmName.SHA256)
                .CreateSigningRequest(X509SignatureGenerator.CreateForECDsa(other)),
            ["a weak key"] = new CertificateRequest("CN=x", weak, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSigningRequest(),
            ["a curve of nobody here"] = new CertificateRequest("CN=x", blind, HashAlgorithmName.SHA256).CreateSigningRequest(),
            ["r and s zero"] = WithSignature(key, "00", "00"),
            ["s equal to the order"] = WithSignature(key, "01", Order),
            ["r and s beyond the order"] = WithSignature(key, "ff" + Order, "ff" + Order),
            ["a signature of other octets"] = WithSignature(key, "01", "01"),
            ["a certificate in its place"] = SelfSigned(key),
        };
    }

    private static int SkipHeader(byte[] der) => (der[1] & 0x80) == 0 ? 2 : 2 + (der[1] & 0x7f);

    private static byte[] SelfSigned(ECDsa key) => new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256)
        .CreateSelfSigned(new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero)).RawData;

    private static byte[] Signed(ECDsa key, Action<AsnWriter> attributes)
    {
        var info = Info(key, attributes);
        return Whole(info, key.SignData(info, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
    }

    private static byte[] WithSignature(ECDsa key, string r, string s)
    {
        var signature = new AsnWriter(AsnEncodingRules.DER);
        using (signature.PushSequence())
        {
            signature.WriteIntegerUnsigned(Trimmed(r));
            signature.WriteIntegerUnsigned(Trimmed(s));
        }

        return Whole(Info(key, _ => { }), signature.Encode());
    }

    private static byte[] Trimmed(string hex) => Convert.FromHexString(hex);

    private static byte[] Info(ECDsa key, Action<AsnWriter> attributes)
    {
        var info = new AsnWriter(AsnEncodingRules.DER);
        using (info.PushSequence())
        {
            info.WriteInteger(0);
            info.WriteEncodedValue(Subject.Empty.Encode());
            info.WriteEncodedValue(key.ExportSubjectPublicKeyInfo());
            using (info.PushSetOf(Attributes))
                attributes(info);
        }

        return info.Encode();
    }

    private static void ExtensionRequest(AsnWriter writer, bool twice)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("1.2.840.113549.1.9.14");
            using (writer.PushSetOf())
            using (writer.PushSequence())
            {
                for (var time = 0; time < (twice ? 2 : 1); time++)
                {
                    using (writer.PushSequence())
                    {
                        writer.WriteObjectIdentifier("2.5.29.15");
                        writer.WriteOctetString([0x03, 0x02, 0x07, 0x80]);
                    }
                }
            }
        }
    }

    private static byte[] Whole(byte[] info, byte[] signature)
    {
        var whole = new AsnWriter(AsnEncodingRules.DER);
        using (whole.PushSequence())
        {
            whole.WriteEncodedValue(info);
            using (whole.PushSequence())
                whole.WriteObjectIdentifier("1.2.840.10045.4.3.2");
            whole.WriteBitString(signature);
        }

        return whole.Encode();
    }
}
