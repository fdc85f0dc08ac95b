using System.Numerics;

namespace Warifu.Pki.Keys;

/// <summary>Two ways in which an RSA modulus betrays its factors.</summary>
internal static class WeakModulus
{
    /// <summary>Standards for public CAs ask for 100; a few more cost nothing.</summary>
    private const int FermatRounds = 110;

    /// <summary>The generator of the group in which the flawed library chose its primes.</summary>
    private const int RocaGenerator = 65537;

    /// <summary>A sound modulus lies in all 38 subgroups by chance less often than once in 2^27.</summary>
    private const int LargestRocaPrime = 167;

    /// <summary>For each prime the residues that powers of the generator reach.</summary>
    private static readonly IReadOnlyList<(int Prime, HashSet<int> Residues)> RocaSubgroups =
        [.. Primes.Small.Where(prime => prime <= LargestRocaPrime).Select(prime => (prime, Powers(prime)))];

    /// <summary>Fermat's method finds factors that lie close together: n = a² − b² with a just above √n.</summary>
    public static bool FactorsAreClose(BigInteger modulus)
    {
        var a = CeilingOfRoot(modulus);
        for (var round = 0; round < FermatRounds; round++, a++)
        {
            if (IsSquare((a * a) - modulus))
                return true;
        }

        return false;
    }

    /// <summary>CVE-2017-15361 (ROCA): modulo every small prime the modulus is a power of 65537.</summary>
    public static bool IsOfFlawedLibrary(BigInteger modulus) =>
        RocaSubgroups.All(subgroup => subgroup.Residues.Contains((int)(modulus % subgroup.Prime)));

    private static HashSet<int> Powers(int prime)
    {
        var residues = new HashSet<int>();
        for (var power = 1; residues.Add(power); power = power * (RocaGenerator % prime) % prime)
        {
            // Until the circle closes.
        }

        return residues;
    }

    private static bool IsSquare(BigInteger number)
    {
        // A square ends in 0, 1, 4 or 9 to the base of 16: three quarters of the work is saved.
        if ((int)(number & 15) is not (0 or 1 or 4 or 9))
            return false;
        var root = CeilingOfRoot(number);
        return root * root == number;
    }

    /// <summary>Newton's method from above.</summary>
    private static BigInteger CeilingOfRoot(BigInteger number)
    {
        if (number.IsZero)
            return number;
        var root = BigInteger.One << (int)((number.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (number / root)) >> 1;
            if (next >= root)
                return root * root == number ? root : root + 1;
            root = next;
        }
    }
}
