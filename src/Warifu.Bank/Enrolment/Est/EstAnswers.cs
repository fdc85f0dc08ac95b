using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment.Est;

/// <summary>How EST answers: base64 with the media type of the operation, or a text for people (RFC 7030, 4.2.3).</summary>
internal static class EstAnswers
{
    /// <summary>certs-only (RFC 7030, 4.1.3).</summary>
    public const string Bundle = "application/pkcs7-mime";

    /// <summary>The same after an enrolment (RFC 7030, 4.2.3).</summary>
    public const string Enrolled = "application/pkcs7-mime; smime-type=certs-only";

    /// <summary>RFC 7030, 4.5.2.</summary>
    public const string Attributes = "application/csrattrs";

    // What is asked again sooner finds the Authority no better.
    private const int RetrySeconds = 30;

    public static IResult Of(string mediaType, byte[] der) => new Value(mediaType, der);

    public static IResult Of(Refusal refusal) => new Words(refusal);

    private sealed class Value(string mediaType, byte[] der) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.ContentType = mediaType;
            httpContext.Response.Headers["Content-Transfer-Encoding"] = "base64";
            return httpContext.Response.WriteAsync(Convert.ToBase64String(der, Base64FormattingOptions.InsertLineBreaks) + "\r\n", httpContext.RequestAborted);
        }
    }

    private sealed class Words(Refusal refusal) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            var (response, language) = (httpContext.Response, httpContext.RequestServices.GetRequiredService<Translation>());
            response.StatusCode = StatusOf(refusal);
            if (response.StatusCode is StatusCodes.Status202Accepted or StatusCodes.Status503ServiceUnavailable)
                response.Headers.RetryAfter = RetrySeconds.ToString(CultureInfo.InvariantCulture);
            if (response.StatusCode == StatusCodes.Status401Unauthorized)
                response.Headers.WWWAuthenticate = "Basic realm=\"est\", charset=\"UTF-8\"";
            response.ContentType = "text/plain; charset=utf-8";
            var text = new StringBuilder().AppendLine(language[refusal.What]);
            if (refusal.Detail is { } detail)
                text.AppendLine(language[detail]);
            return response.WriteAsync(text.AppendLine(language[refusal.WayOut]).AppendLine(refusal.Code).ToString(), httpContext.RequestAborted);
        }
    }

    /// <summary>When only the Authority's answer is missing, the request has been taken: RFC 7030, 4.2.3, has 202 for that.</summary>
    private static int StatusOf(Refusal refusal) =>
        refusal.Code == EnrolmentRefusals.AuthorityUnreachable.Code ? StatusCodes.Status202Accepted : refusal.Status;
}
