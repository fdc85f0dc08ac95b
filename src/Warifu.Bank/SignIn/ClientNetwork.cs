using System.Net;
using System.Net.Sockets;

namespace Warifu.Bank.SignIn;

/// <summary>
/// The network an address belongs to, which stays when the address changes: the first 24 bits of IPv4, the first 48 of IPv6, of which
/// one subscriber has at most that many (RFC 6177).
/// </summary>
internal static class ClientNetwork
{
    private const int Bits4 = 24;
    private const int Bits6 = 48;

    /// <param name="address">The client's; null where it is not known.</param>
    public static string Of(string? address)
    {
        if (!IPAddress.TryParse(address, out var parsed))
            return "unknown";
        var plain = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        var octets = plain.GetAddressBytes();
        var bits = plain.AddressFamily == AddressFamily.InterNetwork ? Bits4 : Bits6;
        octets.AsSpan(bits / 8).Clear();
        return $"{new IPAddress(octets)}/{bits}";
    }
}
