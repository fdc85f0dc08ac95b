using System.Numerics;

namespace Warifu.Pki.Keys;

/// <summary>What a public key must be before anything is certified for it. One unit per check.</summary>
internal static class KeyChecks
{
    private const int MinimumRsaBits = 2048;

    /// <summary>Larger keys cost every handshake and gain nothing over P-256's lifetime.</summary>
    private const int MaximumRsaBits = 4096;

    private static readonly BigInteger MinimumExponent = 65537;

    /// <summary>NIST SP 800-56B, 6.2: below 2^256.</summary>
    private static readonly BigInteger ExponentLimit = BigInteger.Pow(2, 256);

    public static IReadOnlyList<Check<SubjectKey>> All { get; } =
    [
        new("key-type-unknown", "鍵はECDSAまたはRSAです。", "The key is ECDSA or RSA.",
            key => key.Algorithm is Der.Oids.EcPublicKey or Der.Oids.RsaEncryption),
        new("key-curve", "ECDSAの曲線はP-256またはP-384です。", "The curve of an ECDSA key is P-256 or P-384, by name.",
            key => key.Algorithm != Der.Oids.EcPublicKey || key.Kind is KeyKind.P256 or KeyKind.P384),
        new("key-point-off-curve", "公開鍵は非圧縮形式の曲線上の点です。", "The public point is uncompressed and lies on the curve.",
            key => key.Kind is not (KeyKind.P256 or KeyKind.P384) || CurvePoint.IsOn(key.Kind.Value, key.Point.Span)),
        new("key-rsa-size", "RSAの鍵長は2048から4096ビットです。", "An RSA modulus has 2048 to 4096 bits, a multiple of eight.",
            key => key.Kind != KeyKind.Rsa || (key.Modulus.Sign > 0 && BitsOf(key) is >= MinimumRsaBits and <= MaximumRsaBits && BitsOf(key) % 8 == 0)),
        new("key-rsa-exponent", "RSAの公開指数は65537以上2^256未満の奇数です。", "An RSA exponent is odd, at least 65537 and below 2^256.",
            key => key.Kind != KeyKind.Rsa || (!key.Exponent.IsEven && key.Exponent >= MinimumExponent && key.Exponent < ExponentLimit)),
        new("key-rsa-even", "RSAの法は奇数です。", "An RSA modulus is odd.",
            key => key.Kind != KeyKind.Rsa || !key.Modulus.IsEven),
        new("key-rsa-small-factor", "RSAの法は752未満の素数で割り切れません。", "No prime below 752 divides an RSA modulus.",
            key => key.Kind != KeyKind.Rsa || Primes.DivideNone(key.Modulus)),
        new("key-rsa-close-factors", "RSAの法の素因数は近すぎません。", "The factors of an RSA modulus do not lie close together.",
            key => !IsOfSoundSize(key) || !WeakModulus.FactorsAreClose(key.Modulus)),
        new("key-rsa-flawed-library", "RSAの鍵は欠陥のある装置（ROCA）で作られていません。", "An RSA key was not made by the flawed library of ROCA.",
            key => key.Kind != KeyKind.Rsa || !WeakModulus.IsOfFlawedLibrary(key.Modulus)),
        new("key-published", "秘密鍵が公開されている鍵ではありません。", "The private half of the key is not public.",
            key => !BlockedKeys.Contain(key)),
    ];

    /// <summary>Roots of numbers of any size would cost too much.</summary>
    private static bool IsOfSoundSize(SubjectKey key) => key.Kind == KeyKind.Rsa && key.Modulus.Sign > 0 && BitsOf(key) <= MaximumRsaBits;

    private static long BitsOf(SubjectKey key) => key.Modulus.GetBitLength();
}
