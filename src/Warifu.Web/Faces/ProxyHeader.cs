using System.Buffers;
using System.Buffers.Binary;
using System.Net;

namespace Warifu.Web.Faces;

internal enum ProxyHeaderState
{
    /// <summary>More octets must come before it can be said.</summary>
    Incomplete,

    /// <summary>No header of version 2, or not one of a TCP connection.</summary>
    Malformed,

    Whole,
}

/// <summary>
/// The header that a load balancer puts before a connection's own octets (PROXY protocol, version 2, section 2.2 of
/// haproxy's proxy-protocol.txt). The text of version 1 is not accepted.
/// </summary>
/// <param name="End">Where the connection's own octets begin.</param>
/// <param name="Source">The client; null for a connection of the load balancer itself, such as a health check.</param>
internal readonly record struct ProxyHeader(ProxyHeaderState State, SequencePosition End, IPEndPoint? Source)
{
    // Signature, version and command, family, length.
    private const int FixedLength = 16;

    /// <summary>Addresses take 36 octets at most; a balancer may add a few hundred about TLS, which are skipped.</summary>
    private const int LongestRest = 2048;

    private const byte Local = 0x20;
    private const byte Proxied = 0x21;
    private const byte TcpOverIPv4 = 0x11;
    private const byte TcpOverIPv6 = 0x21;
    private const int PortLength = 2;

    private static ReadOnlySpan<byte> Signature => "\r\n\r\n\0\r\nQUIT\n"u8;

    public static ProxyHeader Read(ReadOnlySequence<byte> octets)
    {
        Span<byte> start = stackalloc byte[FixedLength];
        var there = (int)Math.Min(octets.Length, FixedLength);
        octets.Slice(0, there).CopyTo(start);
        var signed = Math.Min(there, Signature.Length);
        if (!start[..signed].SequenceEqual(Signature[..signed]))
            return new(ProxyHeaderState.Malformed, default, null);
        if (there < FixedLength)
            return new(ProxyHeaderState.Incomplete, default, null);
        var rest = BinaryPrimitives.ReadUInt16BigEndian(start[14..]);
        var (command, addressLength) = (start[12], start[13] switch { TcpOverIPv4 => 4, TcpOverIPv6 => 16, _ => 0 });
        if (rest > LongestRest || command is not (Local or Proxied) || (command == Proxied && (addressLength == 0 || rest < 2 * (addressLength + PortLength))))
            return new(ProxyHeaderState.Malformed, default, null);
        if (octets.Length < FixedLength + rest)
            return new(ProxyHeaderState.Incomplete, default, null);
        var end = octets.GetPosition(FixedLength + rest);
        return new(ProxyHeaderState.Whole, end, command == Local ? null : SourceOf(octets.Slice(FixedLength, rest).ToArray(), addressLength));
    }

    /// <summary>Source address, destination address, source port, destination port.</summary>
    private static IPEndPoint SourceOf(ReadOnlySpan<byte> addresses, int length) =>
        new(new IPAddress(addresses[..length]), BinaryPrimitives.ReadUInt16BigEndian(addresses[(2 * length)..]));
}
