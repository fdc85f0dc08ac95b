using System.Formats.Asn1;
using Warifu.Pki.Certificates;
using Warifu.Pki.Der;
using Warifu.Pki.Keys;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Pki.Revocations;

/// <summary>A full CRL as a relying party reads it: strict DER, of this issuer, signed by it, and of today (RFC 5280, 6.3.3).</summary>
public sealed record PublishedList(DateTimeOffset ThisUpdate, DateTimeOffset NextUpdate, IReadOnlyList<RevokedEntry> Entries)
{
    public static readonly Refusal Unsound = new("revocation-list-unsound", 502,
        new("失効リストを信頼できません。", "The revocation list cannot be trusted."),
        new("認証局の運用者に、失効リストの発行を確かめてください。", "Ask the authority's operator about the list it publishes."));

    private const int Version2 = 1;

    // Our own clocks may differ by this much.
    private static readonly TimeSpan Ahead = TimeSpan.FromMinutes(1);

    /// <param name="issuer">Whose customers it is about.</param>
    public static Outcome<PublishedList> Read(ReadOnlyMemory<byte> der, Certificate issuer, DateTimeOffset now)
    {
        try
        {
            StrictDer.Walk(der);
            return Parse(der, issuer) is { } list && list.ThisUpdate <= now + Ahead && now <= list.NextUpdate ? list : Unsound;
        }
        catch (Exception unreadable) when (unreadable is AsnContentException or FormatException)
        {
            return Unsound;
        }
    }

    /// <returns>Null when it is another's, not signed by this issuer, or a list we did not ask for.</returns>
    private static PublishedList? Parse(ReadOnlyMemory<byte> der, Certificate issuer)
    {
        var whole = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        var content = whole.ReadEncodedValue();
        var algorithm = SignatureAlgorithm.Read(whole);
        var signature = whole.ReadBitString(out var unused);
        whole.ThrowIfNotEmpty();
        if (algorithm is null || unused != 0 || !issuer.Key.Verifies(algorithm, content.Span, signature))
            return null;

        var list = new AsnReader(content, AsnEncodingRules.DER).ReadSequence();
        if (!list.TryReadInt32(out var version) || version != Version2 || SignatureAlgorithm.Read(list) != algorithm)
            return null;
        if (!list.ReadEncodedValue().Span.SequenceEqual(issuer.Body.Subject.Span))
            return null;
        var (thisUpdate, nextUpdate) = (list.ReadTime(), list.ReadTime());
        var entries = list.HasData && list.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence) ? EntriesOf(list.ReadSequence()) : [];
        return HasOnlyKnownExtensions(list) ? new PublishedList(thisUpdate, nextUpdate, entries) : null;
    }

    private static List<RevokedEntry> EntriesOf(AsnReader reader)
    {
        var entries = new List<RevokedEntry>();
        while (reader.HasData)
        {
            var entry = reader.ReadSequence();
            var serial = SerialNumber.FromBytes(entry.ReadIntegerBytes().Span);
            var at = entry.ReadTime();
            var reason = RevocationReason.Unspecified;
            var extensions = entry.HasData ? entry.ReadSequence() : null;
            while (extensions is { HasData: true })
                if (Extension.Read(extensions) is { Oid: Oids.ReasonCode } code)
                    reason = Reason(new AsnReader(code.Value, AsnEncodingRules.DER));
            entries.Add(new RevokedEntry(serial, at, reason));
        }

        return entries;
    }

    /// <summary>A reason we do not know revokes all the same.</summary>
    private static RevocationReason Reason(AsnReader reader)
    {
        var code = reader.ReadEnumeratedBytes().Span;
        return code.Length == 1 && Enum.IsDefined((RevocationReason)code[0]) ? (RevocationReason)code[0] : RevocationReason.Unspecified;
    }

    /// <summary>What is critical and unknown may say that the list is not about everything: a part, a difference, another's certificates.</summary>
    private static bool HasOnlyKnownExtensions(AsnReader list)
    {
        if (!list.HasData)
            return true;
        var extensions = list.ReadSequence(Extensions.Outer0).ReadSequence();
        while (extensions.HasData)
            if (Extension.Read(extensions) is { Critical: true })
                return false;
        return true;
    }
}
