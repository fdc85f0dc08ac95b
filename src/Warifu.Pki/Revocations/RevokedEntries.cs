using Warifu.Pki.Der;
using Warifu.Wire.Registration;

namespace Warifu.Pki.Revocations;

/// <summary>
/// Writes the revokedCertificates of a CRL (RFC 5280, 5.1.2.6) straight into their place. An entry is at most 53 octets, so its
/// length is one octet; a million of them are one pass over 50 MB.
/// </summary>
internal static class RevokedEntries
{
    private const byte IntegerTag = 0x02;
    private const byte UtcTimeTag = 0x17;
    private const byte GeneralizedTimeTag = 0x18;
    private const int LastUtcYear = 2049;

    /// <summary>crlEntryExtensions with the one extension reasonCode; its value follows.</summary>
    private static ReadOnlySpan<byte> ReasonFrame => [0x30, 0x0c, 0x30, 0x0a, 0x06, 0x03, 0x55, 0x1d, 0x15, 0x04, 0x03, 0x0a, 0x01];

    /// <summary>Octets of all entries, without the frame around them.</summary>
    public static int LengthOf(IReadOnlyList<RevokedEntry> entries)
    {
        var length = 0;
        for (var at = 0; at < entries.Count; at++)
            length += 2 + ContentOf(entries[at]);
        return length;
    }

    public static void Write(Span<byte> to, IReadOnlyList<RevokedEntry> entries)
    {
        for (var at = 0; at < entries.Count; at++)
            to = to[WriteOne(to, entries[at])..];
    }

    private static int ContentOf(RevokedEntry entry) =>
        2 + (entry.Serial.Hex.Length / 2) + 2 + TimeLength(entry.At) + (entry.Reason == RevocationReason.Unspecified ? 0 : ReasonFrame.Length + 1);

    private static int WriteOne(Span<byte> to, RevokedEntry entry)
    {
        to[0] = DerFrame.Sequence;
        to[1] = (byte)ContentOf(entry);
        var serial = entry.Serial.Hex.Length / 2;
        (to[2], to[3]) = (IntegerTag, (byte)serial);
        // SerialNumber sees to it that these octets are positive and the shortest form.
        Convert.FromHexString(entry.Serial.Hex, to[4..], out _, out _);
        var end = 4 + serial;
        end += WriteTime(to[end..], entry.At.UtcDateTime);
        // RFC 5280, 5.3.1: "unspecified" is said by leaving the reason out.
        if (entry.Reason == RevocationReason.Unspecified)
            return end;
        ReasonFrame.CopyTo(to[end..]);
        to[end + ReasonFrame.Length] = (byte)entry.Reason;
        return end + ReasonFrame.Length + 1;
    }

    private static int TimeLength(DateTimeOffset time) => time.UtcDateTime.Year <= LastUtcYear ? 13 : 15;

    private static int WriteTime(Span<byte> to, DateTime utc)
    {
        var length = utc.Year <= LastUtcYear ? 13 : 15;
        (to[0], to[1]) = (length == 13 ? UtcTimeTag : GeneralizedTimeTag, (byte)length);
        var at = 2;
        if (length == 15)
            Two(to, ref at, utc.Year / 100);
        Two(to, ref at, utc.Year % 100);
        Two(to, ref at, utc.Month);
        Two(to, ref at, utc.Day);
        Two(to, ref at, utc.Hour);
        Two(to, ref at, utc.Minute);
        Two(to, ref at, utc.Second);
        to[at] = (byte)'Z';
        return at + 1;
    }

    private static void Two(Span<byte> to, ref int at, int number)
    {
        (to[at], to[at + 1]) = ((byte)('0' + (number / 10)), (byte)('0' + (number % 10)));
        at += 2;
    }
}
