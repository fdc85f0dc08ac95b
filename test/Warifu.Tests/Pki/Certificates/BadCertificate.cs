using System.Formats.Asn1;
using System.Numerics;
using Warifu.Pki.Certificates;
using Warifu.Pki.Der;
using Warifu.Pki.Keys;

namespace Warifu.Tests.Pki.Certificates;

/// <summary>A TBSCertificate of which every part can be spoiled.</summary>
internal sealed record BadCertificate(
    BigInteger Serial, SignatureAlgorithm Algorithm, byte[] Issuer, DateTimeOffset NotBefore, DateTimeOffset NotAfter,
    byte[] Subject, SubjectKey Key, IReadOnlyList<Extension> Extensions)
{
    /// <summary>Sound so far.</summary>
    public static BadCertificate Like(byte[] toBeSigned)
    {
        var body = ToBeSigned.Read(toBeSigned);
        return new BadCertificate(
            new BigInteger(body.Serial.Span, isBigEndian: true), body.Algorithm!, body.Issuer.ToArray(), body.NotBefore, body.NotAfter,
            body.Subject.ToArray(), body.Key, body.Extensions.All);
    }

    public BadCertificate With(Extension extension) => this with { Extensions = [.. Extensions, extension] };

    public BadCertificate Without(string oid) => this with { Extensions = [.. Extensions.Where(extension => extension.Oid != oid)] };

    public BadCertificate Instead(Extension other) =>
        this with { Extensions = [.. Extensions.Select(extension => extension.Oid == other.Oid ? other : extension)] };

    public byte[] Write()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 0)))
                writer.WriteInteger(2);
            writer.WriteInteger(Serial);
            Algorithm.Write(writer);
            writer.WriteEncodedValue(Issuer);
            using (writer.PushSequence())
            {
                writer.WriteTime(NotBefore);
                writer.WriteTime(NotAfter);
            }

            writer.WriteEncodedValue(Subject);
            writer.WriteEncodedValue(Key.Info.Span);
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 3)))
            using (writer.PushSequence())
            {
                foreach (var extension in Extensions)
                    extension.Write(writer);
            }
        }

        return writer.Encode();
    }
}
