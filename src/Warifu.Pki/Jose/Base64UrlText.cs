using System.Buffers.Text;

namespace Warifu.Pki.Jose;

/// <summary>base64url as JOSE writes it (RFC 7515, section 2): without padding, in one spelling only.</summary>
public static class Base64UrlText
{
    public static string Write(ReadOnlySpan<byte> octets) => Base64Url.EncodeToString(octets);

    /// <returns>Null for anything but the one spelling of some octets.</returns>
    public static byte[]? Read(ReadOnlySpan<char> text)
    {
        if (text.ContainsAny('=', ' ', '\n') || !Base64Url.IsValid(text))
            return null;
        var octets = Base64Url.DecodeFromChars(text);
        // Bits that encode nothing must be zero, else one value has several spellings.
        return text.SequenceEqual(Base64Url.EncodeToString(octets)) ? octets : null;
    }
}
