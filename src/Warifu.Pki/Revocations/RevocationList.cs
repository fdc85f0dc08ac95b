using System.Formats.Asn1;
using Warifu.Pki.Certificates;
using Warifu.Pki.Der;
using Warifu.Pki.Keys;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Pki.Revocations;

/// <summary>One revoked certificate.</summary>
public sealed record RevokedEntry(SerialNumber Serial, DateTimeOffset At, RevocationReason Reason);

/// <summary>
/// A CRL, version 2 (RFC 5280, 5), full or of one shard, written by hand: the platform's builder takes seconds for 100,000 entries.
/// While it is made it takes twice its own size and the set of serial numbers.
/// </summary>
/// <param name="Number">CRL number, growing with each list of the same scope; at least 1.</param>
/// <param name="NextUpdate">When the next list is out at the latest.</param>
public sealed record RevocationList(
    Issuer Issuer, long Number, DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, IReadOnlyList<RevokedEntry> Entries)
{
    private const int Version2 = 1;

    /// <summary>Where this shard is published; null for the full list.</summary>
    public Uri? Shard { get; init; }

    /// <returns>DER of the CertificateList.</returns>
    /// <exception cref="InvalidOperationException">Another issuer's key, a number below 1, times out of order, a serial number twice.</exception>
    public byte[] Sign(IssuerKey key)
    {
        if (!key.Public.Info.Span.SequenceEqual(Issuer.Key.Info.Span))
            throw new InvalidOperationException("A CRL is signed by its issuer's key.");
        if (Number < 1 || NextUpdate <= ThisUpdate)
            throw new InvalidOperationException("A CRL has a number from 1 on and ends after it begins.");
        var serials = new HashSet<string>(Entries.Count, StringComparer.Ordinal);
        foreach (var entry in Entries)
        {
            if (!serials.Add(entry.Serial.Hex))
                throw new InvalidOperationException("A certificate stands in a CRL once.");
        }

        return SignedValue.Write(WriteToBeSigned(), key);
    }

    private byte[] WriteToBeSigned()
    {
        var head = Head();
        var tail = Tail();
        // RFC 5280, 5.1.2.6: without entries the list itself is absent.
        var entries = RevokedEntries.LengthOf(Entries);
        var list = entries == 0 ? 0 : DerFrame.HeaderOf(entries) + entries;
        var length = head.Length + list + tail.Length;

        var whole = new byte[DerFrame.HeaderOf(length) + length];
        var rest = whole.AsSpan(DerFrame.WriteHeader(whole, DerFrame.Sequence, length));
        head.CopyTo(rest);
        rest = rest[head.Length..];
        if (entries > 0)
        {
            rest = rest[DerFrame.WriteHeader(rest, DerFrame.Sequence, entries)..];
            RevokedEntries.Write(rest[..entries], Entries);
            rest = rest[entries..];
        }

        tail.CopyTo(rest);
        return whole;
    }

    private byte[] Head()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteInteger(Version2);
        Issuer.Algorithm.Write(writer);
        writer.WriteEncodedValue(Issuer.Name.Span);
        writer.WriteTime(ThisUpdate.WholeSecond());
        writer.WriteTime(NextUpdate.WholeSecond());
        return writer.Encode();
    }

    private byte[] Tail()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence(Extensions.Outer0))
        using (writer.PushSequence())
        {
            Extensions.AuthorityKeyIdentifier(Issuer.Key.Identifier).Write(writer);
            Extensions.CrlNumber(Number).Write(writer);
            if (Shard is { } address)
                Extensions.IssuingDistributionPoint(address).Write(writer);
        }

        return writer.Encode();
    }
}
