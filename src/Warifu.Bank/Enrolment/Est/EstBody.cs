using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Warifu.Pki.Requests;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment.Est;

/// <summary>
/// The body of an enrolment: one PKCS#10 in base64 (RFC 7030, 4.2.1). Line ends are the sender's own affair and
/// Content-Transfer-Encoding is not looked at (RFC 8951, 2).
/// </summary>
internal static class EstBody
{
    public const string MediaType = "application/pkcs10";

    // The largest request in base64, with a line end after every 60 characters, rounded up.
    private const int MaximumLength = 24 * 1024;

    public static async Task<Outcome<SigningRequest>> ReadAsync(HttpContext context)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !string.Equals(type.MediaType, MediaType, StringComparison.OrdinalIgnoreCase))
            return EstRefusals.MediaType;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaximumLength;
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return Read(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (BadHttpRequestException broken)
        {
            return broken.StatusCode == StatusCodes.Status413PayloadTooLarge ? SigningRequestRefusals.TooLarge : EstRefusals.NotBase64;
        }
    }

    public static Outcome<SigningRequest> Read(ReadOnlySpan<byte> body)
    {
        if (body.Length > MaximumLength)
            return SigningRequestRefusals.TooLarge;
        var der = new byte[body.Length];
        // Any octet outside of ASCII becomes a sign that base64 does not have.
        return Convert.TryFromBase64String(Encoding.ASCII.GetString(body), der, out var length) && length > 0
            ? SigningRequest.Read(der.AsMemory(0, length))
            : EstRefusals.NotBase64;
    }
}
