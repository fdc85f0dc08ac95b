using Microsoft.AspNetCore.Http;
using Warifu.Web.Faces;

namespace Warifu.Web.Serving;

/// <summary>Headers of every answer. Forms may lead to the other faces of the same owner and nowhere else.</summary>
internal sealed class SecurityHeaders(RequestDelegate next, FaceTable faces)
{
    public Task InvokeAsync(HttpContext context)
    {
        context.Response.OnStarting(static state =>
        {
            var (context, faces) = ((HttpContext, FaceTable))state;
            var headers = context.Response.Headers;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            headers.ContentSecurityPolicy = Policy(context, faces);
            // What frame-ancestors says, to browsers that do not know it.
            headers.XFrameOptions = "DENY";
            if (string.IsNullOrEmpty(headers.CacheControl))
                headers.CacheControl = "no-store";
            // On localhost it would bind every other program of the developer.
            if (context.Request.IsHttps && context.Request.Host.Host != "localhost")
                headers.StrictTransportSecurity = "max-age=31536000";
            return Task.CompletedTask;
        }, (context, faces));
        return next(context);
    }

    private static string Policy(HttpContext context, FaceTable faces)
    {
        var forms = "'self'";
        if (context.Features.Get<FaceOfRequest.FoundFace>() is { } found)
            forms = string.Join(' ', faces.Faces
                .Where(face => face.Owner == found.Face.Owner && face.Name != found.Face.Name && face.Certificate is not null)
                .Select(face => face.OriginLike(found.Address)).Prepend("'self'"));
        if (context.Features.Get<FormTarget>() is { } target)
            forms = $"{forms} {target.Origin}";
        return "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            + $"form-action {forms}; base-uri 'none'; frame-ancestors 'none'";
    }
}
