using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;

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

/// <summary>An endpoint that does not stand on this face is not there, so two faces may each have a page at one path.</summary>
internal sealed class FaceMatcher : MatcherPolicy, IEndpointSelectorPolicy
{
    // After the framework's own policies, which choose by method and content type.
    public override int Order => int.MaxValue;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => true;

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var at = 0; at < candidates.Count; at++)
            if (candidates[at].Endpoint.Metadata.GetMetadata<OnFaceAttribute>()?.Includes(httpContext.Face().Name) != true)
                candidates.SetValidity(at, value: false);
        return Task.CompletedTask;
    }
}
