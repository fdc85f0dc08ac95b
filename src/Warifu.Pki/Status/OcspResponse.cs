using System.Formats.Asn1;
using Warifu.Pki.Certificates;
using Warifu.Pki.Der;
using Warifu.Wire.Registration;

namespace Warifu.Pki.Status;

/// <summary>The answer on one certificate.</summary>
/// <param name="ThisUpdate">When this was known to be so.</param>
/// <param name="NextUpdate">Until when it may be kept.</param>
public sealed record StatusAnswer(CertificateId Certificate, CertificateStatus Status, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate);

/// <summary>A basic OCSP response (RFC 6960, 4.2), signed by a delegated responder that names itself by its key and comes along.</summary>
/// <param name="Nonce">The request's, repeated (RFC 9654).</param>
public sealed record OcspResponse(IReadOnlyList<StatusAnswer> Answers, DateTimeOffset ProducedAt, ReadOnlyMemory<byte>? Nonce = null)
{
    private static readonly Asn1Tag Field0 = Extensions.Outer0;
    private static readonly Asn1Tag Field1 = new(TagClass.ContextSpecific, 1, isConstructed: true);
    private static readonly Asn1Tag Field2 = new(TagClass.ContextSpecific, 2, isConstructed: true);
    private static readonly Asn1Tag Good = new(TagClass.ContextSpecific, 0);
    private static readonly Asn1Tag Unknown = new(TagClass.ContextSpecific, 2);

    /// <summary>OCSPResponseStatus; the numbers are RFC 6960's.</summary>
    private enum Outcome
    {
        Successful = 0,
        MalformedRequest = 1,
        TryLater = 3,
        Unauthorized = 6,
    }

    /// <summary>The request cannot be read. Unsigned, as every answer of this kind.</summary>
    public static ReadOnlyMemory<byte> Malformed { get; } = Bare(Outcome.MalformedRequest);

    /// <summary>The register cannot be read just now.</summary>
    public static ReadOnlyMemory<byte> TryLater { get; } = Bare(Outcome.TryLater);

    /// <summary>We do not answer for this issuer (RFC 5019, 2.2.3).</summary>
    public static ReadOnlyMemory<byte> Unauthorized { get; } = Bare(Outcome.Unauthorized);

    /// <returns>DER of the OCSPResponse.</returns>
    public byte[] Sign(Responder responder)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(Field0))
        using (writer.PushSequence())
            writer.WriteEncodedValue(responder.Certificate.Der.Span);
        var certificates = writer.Encode();
        writer.Reset();
        WriteData(writer, responder);
        var basic = SignedValue.Write(writer.Encode(), responder.Key, certificates);

        writer.Reset();
        using (writer.PushSequence())
        {
            writer.WriteEnumeratedValue(Outcome.Successful);
            using (writer.PushSequence(Field0))
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier(Oids.OcspBasicResponse);
                writer.WriteOctetString(basic);
            }
        }

        return writer.Encode();
    }

    private void WriteData(AsnWriter writer, Responder responder)
    {
        using (writer.PushSequence())
        {
            using (writer.PushSequence(Field2))
                writer.WriteOctetString(responder.Id.Span);
            WriteTime(writer, ProducedAt);
            using (writer.PushSequence())
            {
                foreach (var answer in Answers)
                    Write(writer, answer);
            }

            if (Nonce is { } nonce)
            {
                using (writer.PushSequence(Field1))
                using (writer.PushSequence())
                    Extensions.OcspNonce(nonce).Write(writer);
            }
        }
    }

    private static void Write(AsnWriter writer, StatusAnswer answer)
    {
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(answer.Certificate.Der.Span);
            Write(writer, answer.Status);
            WriteTime(writer, answer.ThisUpdate);
            using (writer.PushSequence(Field0))
                WriteTime(writer, answer.NextUpdate);
        }
    }

    private static void Write(AsnWriter writer, CertificateStatus status)
    {
        if (!status.IsKnown)
        {
            writer.WriteNull(Unknown);
            return;
        }

        if (status.RevokedAt is not { } at)
        {
            writer.WriteNull(Good);
            return;
        }

        using (writer.PushSequence(Field1))
        {
            WriteTime(writer, at);
            // As in a CRL, "unspecified" is said by leaving the reason out.
            if (status.Reason is { } reason and not RevocationReason.Unspecified)
            {
                using (writer.PushSequence(Field0))
                    writer.WriteEnumeratedValue(reason);
            }
        }
    }

    /// <summary>RFC 6960, 4.2.2.1: always GeneralizedTime, whatever the year.</summary>
    private static void WriteTime(AsnWriter writer, DateTimeOffset time) =>
        writer.WriteGeneralizedTime(time.WholeSecond(), omitFractionalSeconds: true);

    private static ReadOnlyMemory<byte> Bare(Outcome outcome)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            writer.WriteEnumeratedValue(outcome);
        return writer.Encode();
    }
}
