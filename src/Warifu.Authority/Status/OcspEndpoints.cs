using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Npgsql;
using Warifu.Pki.Status;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Authority.Status;

/// <summary>OCSP over HTTP (RFC 6960, appendix A; RFC 5019, 5 and 6). Whatever comes is answered in OCSP's own terms.</summary>
internal static partial class OcspEndpoints
{
    public const string Path = "/ocsp";

    private const string RequestType = "application/ocsp-request";
    private static readonly StringValues ResponseType = "application/ocsp-response";

    /// <summary>A proxy asks again after a minute, so that a revocation passes it soon; RFC 5019, 6.2 words the rest.</summary>
    private static readonly StringValues MayBeKept = "max-age=60, public, no-transform, must-revalidate";

    private const string NotKept = "no-store";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost(Path, PostAsync).WithMetadata(new OnFaceAttribute(StatusEndpoints.Face));
        app.MapGet(Path + "/{**request}", GetAsync).WithMetadata(new OnFaceAttribute(StatusEndpoints.Face));
    }

    private static Task GetAsync(HttpContext context, OcspAnswers answers, OcspMemory memory)
    {
        // Base64 has slashes, which routing would take apart.
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return AnswerAsync(context, target, Decode(target), answers, memory);
    }

    private static async Task PostAsync(HttpContext context, OcspAnswers answers, OcspMemory memory)
    {
        var body = string.Equals(context.Request.ContentType, RequestType, StringComparison.OrdinalIgnoreCase)
            ? await ReadAsync(context.Request, context.RequestAborted)
            : [];
        await AnswerAsync(context, Convert.ToBase64String(body), body, answers, memory);
    }

    private static async Task AnswerAsync(HttpContext context, string name, byte[] body, OcspAnswers answers, OcspMemory memory)
    {
        if (memory.Find(name) is { } known)
        {
            await WriteAsync(context, known);
            return;
        }

        var epoch = memory.Epoch;
        var answer = OcspRequest.Read(body) is { } request
            ? await TryAsync(context, request, answers)
            : new OcspAnswer(OcspResponse.Malformed);
        if (answer is not { ThisUpdate: { } thisUpdate, NextUpdate: { } nextUpdate })
        {
            context.Response.Headers.CacheControl = NotKept;
            await WriteAsync(context, answer.Der);
            return;
        }

        var der = answer.Der.ToArray();
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var kept = new KeptAnswer(
            der, $"\"{Convert.ToHexStringLower(SHA256.HashData(der))}\"", HttpDate(thisUpdate), HttpDate(nextUpdate), epoch,
            now + OcspMemory.Longest < nextUpdate ? now + OcspMemory.Longest : nextUpdate);
        memory.Keep(name, kept);
        await WriteAsync(context, kept);
    }

    /// <summary>A register that cannot be read is "try later", never a guess.</summary>
    private static async Task<OcspAnswer> TryAsync(HttpContext context, OcspRequest request, OcspAnswers answers)
    {
        try
        {
            return await answers.AnswerAsync(request, context.RequestAborted);
        }
        catch (Exception away) when (away is NpgsqlException or RefusedException)
        {
            NotAnswered(context.RequestServices.GetRequiredService<ILogger<OcspAnswers>>(), away);
            return new OcspAnswer(OcspResponse.TryLater);
        }
    }

    /// <summary>Everything of an answer before its body.</summary>
    /// <returns>False when the client has this answer already: 304 is the whole response.</returns>
    internal static bool Head(IHeaderDictionary asked, IHeaderDictionary headers, KeptAnswer kept)
    {
        headers.CacheControl = MayBeKept;
        headers.ETag = kept.ETag;
        headers.LastModified = kept.LastModified;
        headers.Expires = kept.Expires;
        if (asked.IfNoneMatch is { Count: > 0 } seen && seen == kept.ETag)
            return false;
        headers.ContentType = ResponseType;
        headers.ContentLength = kept.Der.Length;
        return true;
    }

    private static Task WriteAsync(HttpContext context, KeptAnswer kept)
    {
        if (Head(context.Request.Headers, context.Response.Headers, kept))
            return context.Response.BodyWriter.WriteAsync(kept.Der, context.RequestAborted).AsTask();
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return Task.CompletedTask;
    }

    private static Task WriteAsync(HttpContext context, ReadOnlyMemory<byte> der)
    {
        context.Response.ContentType = ResponseType;
        context.Response.ContentLength = der.Length;
        return context.Response.BodyWriter.WriteAsync(der, context.RequestAborted).AsTask();
    }

    /// <returns>Nothing for what is no base64 or too long: it is malformed then.</returns>
    private static byte[] Decode(string target)
    {
        if (!target.StartsWith(Path + "/", StringComparison.Ordinal))
            return [];
        var text = Uri.UnescapeDataString(target[(Path.Length + 1)..]);
        var octets = new byte[OcspRequest.Longest];
        return Convert.TryFromBase64String(text, octets, out var length) ? octets[..length] : [];
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancel)
    {
        var octets = new byte[OcspRequest.Longest + 1];
        var length = await request.Body.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancel);
        return octets[..length];
    }

    private static string HttpDate(DateTimeOffset time) => time.ToString("R", CultureInfo.InvariantCulture);

    [LoggerMessage(3022, LogLevel.Warning, "A status request could not be answered and was put off.")]
    private static partial void NotAnswered(ILogger log, Exception away);
}
