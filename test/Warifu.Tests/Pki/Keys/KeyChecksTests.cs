using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using Warifu.Pki;
using Warifu.Pki.Keys;

namespace Warifu.Tests.Pki.Keys;

public sealed class KeyChecksTests
{
    private static readonly BigInteger Exponent = 65537;

    [Fact]
    public void Sound_keys_pass_every_check()
    {
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);

        Assert.All(new AsymmetricAlgorithm[] { p256, p384, rsa }, key => Assert.Empty(Codes(SubjectKey.Of(key))));
    }

    [Fact]
    public void Another_curve_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP521);

        Assert.Equal(["key-curve"], Codes(SubjectKey.Of(key)));
    }

    [Fact]
    public void A_point_beside_the_curve_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var info = key.ExportSubjectPublicKeyInfo();
        info[^1] ^= 1;

        Assert.Equal(["key-point-off-curve"], Codes(SubjectKey.Read(info)));
    }

    [Fact]
    public void A_key_of_an_unknown_type_is_refused()
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
                writer.WriteObjectIdentifier("1.3.101.112");
            writer.WriteBitString(new byte[32]);
        }

        Assert.Equal(["key-type-unknown"], Codes(SubjectKey.Read(writer.Encode())));
    }

    [Fact]
    public void A_short_modulus_is_refused()
    {
        using var key = RSA.Create(1024);

        Assert.Equal(["key-rsa-size"], Codes(SubjectKey.Of(key)));
    }

    [Fact]
    public void A_long_modulus_is_refused() =>
        Assert.Contains("key-rsa-size", Codes(Rsa((BigInteger.One << 8191) + 1, Exponent)));

    [Theory]
    [InlineData(3)]
    [InlineData(65538)]
    public void A_weak_exponent_is_refused(int exponent)
    {
        using var key = RSA.Create(2048);

        Assert.Equal(["key-rsa-exponent"], Codes(Rsa(SubjectKey.Of(key).Modulus, exponent)));
    }

    [Fact]
    public void Everything_wrong_with_a_modulus_is_said_at_once() =>
        Assert.Equal(
            ["key-rsa-size", "key-rsa-exponent", "key-rsa-even", "key-rsa-small-factor", "key-rsa-close-factors"],
            Codes(Rsa(BigInteger.Pow(6, 300), 2)));

    [Fact]
    public void A_modulus_with_a_small_factor_is_refused()
    {
        using var key = RSA.Create(2048);

        Assert.Contains("key-rsa-small-factor", Codes(Rsa(SubjectKey.Of(key).Modulus * 751, Exponent)));
    }

    [Fact]
    public void Factors_that_lie_close_together_are_found()
    {
        // Two neighbours of 1024 bits each without small factors: nothing else is wrong with their product.
        var neighbours = Enumerable.Range(0, 10_000).Select(step => (BigInteger.One << 1023) + (BigInteger.One << 1022) + 1 + (2 * step))
            .Where(Primes.DivideNone).Take(20).ToList();

        Assert.Equal(["key-rsa-close-factors"], Codes(Rsa(neighbours[0] * neighbours[^1], Exponent)));
    }

    [Fact]
    public void A_key_of_the_flawed_library_is_found()
    {
        // Primes of that library are k·M + (65537^a mod M), where M is the product of the first primes.
        var product = Primes.Small.Where(prime => prime <= 701).Aggregate(new BigInteger(2), (all, prime) => all * prime);
        var modulus = Flawed(product, 1234567) * Flawed(product, 7654321);

        Assert.Contains("key-rsa-flawed-library", Codes(Rsa(modulus, Exponent)));

        static BigInteger Flawed(BigInteger product, int power) =>
            (((BigInteger.One << 1023) / product) + power) * product + BigInteger.ModPow(65537, power, product);
    }

    [Theory]
    [InlineData("7fcdce2770f6c45d4183cbee6fdb4b7b580733357be9ef13bacf6e3c7bd15445", "c7f144cd1bbd9b7e872cdfedb9eeb9f4b3695d6ea90b24ad8a4623288588e5ad")]
    [InlineData("422548f88fb782ffb5eca3744452c72a1e558fbd6f73be5e48e93232cc45c5b1", "6c4cd10c4cb8d5b8a17139e94882c8992572993425f41419ab7e90a42a494272")]
    public void A_key_from_a_standards_examples_is_refused(string x, string y)
    {
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Convert.FromHexString(x), Y = Convert.FromHexString(y) },
        });

        Assert.Equal(["key-published"], Codes(SubjectKey.Of(key)));
    }

    private static IEnumerable<string> Codes(SubjectKey key) => Findings.Of(KeyChecks.All, key).Select(finding => finding.Code);

    private static SubjectKey Rsa(BigInteger modulus, BigInteger exponent)
    {
        var inner = new AsnWriter(AsnEncodingRules.DER);
        using (inner.PushSequence())
        {
            inner.WriteInteger(modulus);
            inner.WriteInteger(exponent);
        }

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            using (writer.PushSequence())
            {
                writer.WriteObjectIdentifier("1.2.840.113549.1.1.1");
                writer.WriteNull();
            }

            writer.WriteBitString(inner.Encode());
        }

        return SubjectKey.Read(writer.Encode());
    }
}
