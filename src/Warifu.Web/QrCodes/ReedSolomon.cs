namespace Warifu.Web.QrCodes;

/// <summary>Correcting octets over GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1 (ISO/IEC 18004, 7.5.2).</summary>
internal static class ReedSolomon
{
    private const int Modulus = 0x11d;

    public static byte[] Remainder(ReadOnlySpan<byte> data, int count)
    {
        var divisor = Divisor(count);
        var rest = new byte[count];
        foreach (var octet in data)
        {
            var factor = (byte)(octet ^ rest[0]);
            rest.AsSpan(1).CopyTo(rest);
            rest[^1] = 0;
            for (var n = 0; n < count; n++)
                rest[n] ^= Times(divisor[n], factor);
        }
        return rest;
    }

    /// <summary>The product of (x − 2^n) for n below <paramref name="count"/>, without its leading one.</summary>
    private static byte[] Divisor(int count)
    {
        var result = new byte[count];
        result[^1] = 1;
        byte root = 1;
        for (var n = 0; n < count; n++)
        {
            for (var at = 0; at < count; at++)
                result[at] = (byte)(Times(result[at], root) ^ (at + 1 < count ? result[at + 1] : 0));
            root = Times(root, 2);
        }
        return result;
    }

    private static byte Times(byte one, byte other)
    {
        var product = 0;
        for (var bit = 7; bit >= 0; bit--)
            product = (product << 1) ^ ((product >> 7) * Modulus) ^ (((other >> bit) & 1) * one);
        return (byte)product;
    }
}
