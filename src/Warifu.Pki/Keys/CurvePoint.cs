using System.Globalization;
using System.Numerics;

namespace Warifu.Pki.Keys;

/// <summary>The equation y² = x³ − 3x + b over the prime field of P-256 and P-384 (FIPS 186-5 with SP 800-186, 3.2.1).</summary>
internal static class CurvePoint
{
    private const byte Uncompressed = 4;

    private static readonly Curve P256 = new(
        32,
        Hex("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"),
        Hex("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"));

    private static readonly Curve P384 = new(
        48,
        Hex("fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffeffffffff0000000000000000ffffffff"),
        Hex("b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef"));

    private sealed record Curve(int Octets, BigInteger Prime, BigInteger B);

    /// <summary>Uncompressed (RFC 5480, 2.2), both coordinates in the field, and on the curve. The cofactor is one: no subgroup remains.</summary>
    public static bool IsOn(KeyKind kind, ReadOnlySpan<byte> point)
    {
        var curve = kind == KeyKind.P384 ? P384 : P256;
        if (point.Length != 1 + (2 * curve.Octets) || point[0] != Uncompressed)
            return false;
        var x = new BigInteger(point.Slice(1, curve.Octets), isUnsigned: true, isBigEndian: true);
        var y = new BigInteger(point[(1 + curve.Octets)..], isUnsigned: true, isBigEndian: true);
        if (x >= curve.Prime || y >= curve.Prime)
            return false;
        return ((y * y) - (((x * x) - 3) * x) - curve.B) % curve.Prime == 0;
    }

    private static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
