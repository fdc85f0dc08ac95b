using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Bank.Consents.Links;
using Warifu.Bank.Consents.Tokens;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>The authorization server's endpoints: for programs on the <c>api</c> face, for browsers on the public one. Nothing here answers other origins' scripts.</summary>
internal static class ConsentEndpoints
{
    public const string Authorize = "/authorize";
    public const string Push = "/par";
    public const string Token = "/token";
    public const string Revocation = "/revocation";
    public const string Introspection = "/introspection";
    public const string Keys = "/jwks";
    public const string Grants = "/grants";
    public const string Developers = "/developers";

    public static void MapConsents(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("").WithMetadata(new OnFaceAttribute(BankFaces.Api)).AddEndpointFilter(WhereOffered);
        api.MapGet("/.well-known/oauth-authorization-server", Metadata.Of);
        // Some clients look here (RFC 8414, section 5).
        api.MapGet("/.well-known/openid-configuration", Metadata.Of);
        api.MapGet(Keys, async (HttpContext context, TokenKeys keys, CancellationToken cancel) =>
            Results.Json(await keys.PublishedAsync(context.Face().Owner, cancel), WireJson.Options));
        api.MapPost(Push, PushEndpoint.RunAsync);
        api.MapPost(Token, (HttpContext context, TokenEndpoint token, CancellationToken cancel) => token.RunAsync(context, cancel));
        api.MapPost(Revocation, (HttpContext context, TokenQuestions questions, CancellationToken cancel) => questions.RevokeAsync(context, cancel));
        api.MapPost(Introspection, (HttpContext context, TokenQuestions questions, CancellationToken cancel) => questions.IntrospectAsync(context, cancel));
        foreach (var posted in (string[])[Push, Token, Revocation, Introspection])
            api.Map(posted, OnlyPosted);
        api.MapGet(Grants + "/{grant:guid}", (HttpContext context, Guid grant, GrantEndpoint grants, CancellationToken cancel) => grants.QueryAsync(context, grant, cancel));
        api.MapDelete(Grants + "/{grant:guid}", (HttpContext context, Guid grant, GrantEndpoint grants, CancellationToken cancel) => grants.RevokeAsync(context, grant, cancel));
        routes.MapGet(Authorize, AuthorizeAsync).WithMetadata(new OnFaceAttribute(BankFaces.Www));
    }

    /// <summary>A browser comes from the service with the name of a request; everything else in the address is ignored (RFC 9126, section 4).</summary>
    private static async Task<IResult> AuthorizeAsync(HttpContext context, Database database, Banks banks, CancellationToken cancel)
    {
        var opened = banks.Of(context).Profile.ApiLink is null ? ConsentRefusals.NotHere : await database.InTenantAsync(context.Face().Owner, work => Consent.OpenAsync(
            work, context.Request.Query["request_uri"], context.Request.Query["client_id"], database.Time.GetUtcNow()), cancel);
        if (opened.Refusal is { } refusal)
        {
            context.Refuse(refusal);
            return Results.Empty;
        }
        context.Response.Headers.Location = BeginModel.PathTo(opened.Value.ConsentId);
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    /// <summary>RFC 9126, 2.3; RFC 6749, 3.2.</summary>
    private static IResult OnlyPosted(HttpContext context)
    {
        context.Response.Headers.Allow = HttpMethods.Post;
        return WebRefusals.MethodNotAllowed.AsOAuthError();
    }

    /// <summary>A bank without links has none of this.</summary>
    public static ValueTask<object?> WhereOffered(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next) =>
        invocation.HttpContext.RequestServices.GetRequiredService<Banks>().Of(invocation.HttpContext).Profile.ApiLink is null
            ? ValueTask.FromResult<object?>(ConsentRefusals.NotHere.AsProblem())
            : next(invocation);
}
