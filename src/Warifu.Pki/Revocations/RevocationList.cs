using System.Formats.Asn1;
using Warifu.Pki.Certificates;
using Warifu.Pki.Der;
using Warifu.Pki.Keys;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Pki.Revocations;

/// <summary>One revoked certificate.</summary>
public sealed record RevokedEntry(SerialNumber Serial, DateTimeOffset At, RevocationReason Reason);

/// <summary>A full CRL, version 2 (RFC 5280, 5), written by hand: the platform's builder takes seconds for 100,000 entries.</summary>
/// <param name="Number">CRL number, growing with each list; at least 1.</param>
/// <param name="NextUpdate">When the next list is out at the latest.</param>
public sealed record RevocationList(
    Issuer Issuer, long Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, IReadOnlyList<RevokedEntry> Entries)
{
    private const int Version2 = 1;

    /// <returns>DER of the CertificateList.</returns>
    /// <exception cref="InvalidOperationException">Another issuer's key, a number below 1, times out of order, a serial number twice.</exception>
    public byte[] Sign(IssuerKey key)
    {
        if (!key.Public.Info.Span.SequenceEqual(Issuer.Key.Info.Span))
            throw new InvalidOperationException("A CRL is signed by its issuer's key.");
        if (Number < 1 || NextUpdate <= ThisUpdate)
            throw new InvalidOperationException("A CRL has a number from 1 on and ends after it begins.");
        if (Entries.DistinctBy(entry => entry.Serial).Count() != Entries.Count)
            throw new InvalidOperationException("A certificate stands in a CRL once.");
        return SignedValue.Write(WriteToBeSigned(), key);
    }

    private byte[] WriteToBeSigned()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(Version2);
            Issuer.Algorithm.Write(writer);
            writer.WriteEncodedValue(Issuer.Name.Span);
            writer.WriteTime(ThisUpdate.WholeSecond());
            writer.WriteTime(NextUpdate.WholeSecond());
            // RFC 5280, 5.1.2.6: without entries the list itself is absent.
            if (Entries.Count > 0)
            {
                using (writer.PushSequence())
                {
                    foreach (var entry in Entries)
                        Write(writer, entry);
                }
            }

            using (writer.PushSequence(Extensions.Outer0))
            using (writer.PushSequence())
            {
                Extensions.AuthorityKeyIdentifier(Issuer.Key.Identifier).Write(writer);
                Extensions.CrlNumber(Number).Write(writer);
            }
        }

        return writer.Encode();
    }

    private static void Write(AsnWriter writer, RevokedEntry entry)
    {
        using (writer.PushSequence())
        {
            writer.WriteInteger(entry.Serial.ToBytes());
            writer.WriteTime(entry.At.WholeSecond());
            // RFC 5280, 5.3.1: "unspecified" is said by leaving the reason out.
            if (entry.Reason == RevocationReason.Unspecified)
                return;
            using (writer.PushSequence())
                Extensions.ReasonCode(entry.Reason).Write(writer);
        }
    }
}
