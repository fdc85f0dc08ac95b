using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Warifu.Bank.SignIn.OneTime;

/// <summary>Time-based one-time passwords (RFC 6238) as every authenticator app makes them: HMAC-SHA-1, 30 seconds, six digits.</summary>
internal static class Totp
{
    public const int SecretBytes = 20; // As long as the hash (RFC 4226, 4).
    public const int Digits = 6;
    private const int StepSeconds = 30;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // RFC 4648, 6

    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

#pragma warning disable CA5350 // The apps know no other; HMAC does not rest on what SHA-1 has lost.
    public static string At(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(secret, counter, hash);
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[(hash[^1] & 0xf)..]) & int.MaxValue; // RFC 4226, 5.3
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }
#pragma warning restore CA5350

    /// <summary>The step whose password this is, now or one step off, as clocks and fingers are (RFC 6238, 5.2); null when it is none.</summary>
    public static long? Matches(ReadOnlySpan<byte> secret, string typed, DateTimeOffset now)
    {
        long? matched = null;
        var digits = System.Text.Encoding.UTF8.GetBytes(typed);
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
            if (CryptographicOperations.FixedTimeEquals(digits, System.Text.Encoding.UTF8.GetBytes(At(secret, step))))
                matched = step;
        return matched;
    }

    /// <summary>For a hand that types it instead of a camera.</summary>
    public static string Text(ReadOnlySpan<byte> secret)
    {
        var text = new System.Text.StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var octet in secret)
        {
            (bits, count) = (((bits << 8) | octet) & 0xfff, count + 8);
            for (; count >= 5; count -= 5)
                text.Append(Base32[(bits >> (count - 5)) & 31]);
        }
        if (count > 0)
            text.Append(Base32[(bits << (5 - count)) & 31]);
        return text.ToString();
    }

    /// <summary>What the app reads from the picture.</summary>
    public static string Address(string issuer, string account, ReadOnlySpan<byte> secret) =>
        $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={Text(secret)}&issuer={Uri.EscapeDataString(issuer)}";
}
