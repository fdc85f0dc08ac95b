using System.Security.Cryptography;
using Warifu.Wire;

namespace Warifu.Pki.Certificates;

/// <summary>Where serial numbers are born.</summary>
public static class SerialNumbers
{
    private const int Octets = 16;

    /// <summary>16 random octets, positive, without a leading zero octet: at least 126 random bits.</summary>
    public static SerialNumber New()
    {
        Span<byte> octets = stackalloc byte[Octets];
        do
        {
            RandomNumberGenerator.Fill(octets);
            octets[0] &= 0x7f;
        }
        while (octets[0] == 0);

        return SerialNumber.FromBytes(octets);
    }
}
