using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Warifu.Web.Faces;

/// <summary>
/// Finds the face of a request. <c>Host</c> must be the name of the handshake, else 421 (RFC 9110, 15.5.20): a browser
/// that coalesced two faces onto one connection then opens another, with the certificate.
/// </summary>
internal sealed class FaceMiddleware(RequestDelegate next, FaceTable faces)
{
    public Task InvokeAsync(HttpContext context)
    {
        var name = context.Features.Get<ITlsHandshakeFeature>()?.HostName ?? context.Request.Host.Host;
        if (faces.Find(context.Connection.LocalPort, name) is not { } found
            || !string.Equals(context.Request.Host.Host, name, StringComparison.OrdinalIgnoreCase))
        {
            context.Response.StatusCode = StatusCodes.Status421MisdirectedRequest;
            return Task.CompletedTask;
        }
        context.Features.Set(new FaceOfRequest.FoundFace(faces, found.Face, found.Address));
        return next(context);
    }
}

/// <summary>Says on which faces an endpoint or page stands. One without it stands on none.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class OnFaceAttribute(params string[] names) : Attribute
{
    /// <summary>For what every face needs: assets, the language switch, error pages.</summary>
    public const string Every = "*";

    public string[] Names { get; } = names;

    public bool Includes(string face) => Names.Contains(face) || Names.Contains(Every);
}

/// <summary>An endpoint that does not stand on this face is not there.</summary>
internal sealed class OnFaceMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is { } endpoint
            && endpoint.Metadata.GetMetadata<OnFaceAttribute>()?.Includes(context.Face().Name) != true)
        {
            context.SetEndpoint(null);
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }
        return next(context);
    }
}
