using System.Numerics;

namespace Warifu.Pki.Keys;

internal static class Primes
{
    /// <summary>The odd primes below 752, the bound FIPS 186-4-era tools and the public CAs use for trial division.</summary>
    public static IReadOnlyList<int> Small { get; } =
        [.. Enumerable.Range(3, 750).Where(number => number % 2 == 1 && !Enumerable.Range(2, (int)Math.Sqrt(number) - 1).Any(factor => number % factor == 0))];

    private static readonly BigInteger Product = Small.Aggregate(BigInteger.One, (product, prime) => product * prime);

    /// <summary>One greatest common divisor tells as much as 132 divisions.</summary>
    public static bool DivideNone(BigInteger number) => BigInteger.GreatestCommonDivisor(number, Product).IsOne;
}
