using System.Net.Http.Headers;
using System.Text;

namespace Warifu.Bank.Enrolment.Est;

/// <summary>User name and secret of HTTP Basic authentication (RFC 7617): login ID and one-time secret.</summary>
internal sealed record BasicCredential(string LoginId, string Secret)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // No login ID and no secret of ours comes near it.
    private const int MaximumLength = 512;

    /// <returns>Null for a header that is not there or not of this form.</returns>
    public static BasicCredential? Read(string? header)
    {
        if (header is not { Length: <= MaximumLength } || !AuthenticationHeaderValue.TryParse(header, out var value)
            || !string.Equals(value.Scheme, "Basic", StringComparison.OrdinalIgnoreCase) || value.Parameter is not { } encoded)
            return null;
        try
        {
            var text = Strict.GetString(Convert.FromBase64String(encoded));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon < 0 ? null : new(text[..colon], text[(colon + 1)..]);
        }
        catch (Exception malformed) when (malformed is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }
}
