namespace Warifu.Pki.Der;

/// <summary>
/// Tag and length of values so large that their octets are written once, in place, instead of through an <see cref="System.Formats.Asn1.AsnWriter"/>,
/// which moves them for every frame around them.
/// </summary>
internal static class DerFrame
{
    public const byte Sequence = 0x30;
    public const byte BitString = 0x03;
    private const int LongestShort = 0x7f;

    /// <summary>Octets of tag and length.</summary>
    public static int HeaderOf(int content) => content <= LongestShort ? 2 : 2 + OctetsOf(content);

    /// <returns>How many octets were written.</returns>
    public static int WriteHeader(Span<byte> to, byte tag, int content)
    {
        to[0] = tag;
        if (content <= LongestShort)
        {
            to[1] = (byte)content;
            return 2;
        }

        var octets = OctetsOf(content);
        to[1] = (byte)(0x80 | octets);
        for (var at = octets; at > 0; at--)
        {
            to[1 + at] = (byte)(content & 0xff);
            content >>= 8;
        }

        return 2 + octets;
    }

    private static int OctetsOf(int content)
    {
        var octets = 1;
        while ((content >>= 8) > 0)
            octets++;
        return octets;
    }
}
