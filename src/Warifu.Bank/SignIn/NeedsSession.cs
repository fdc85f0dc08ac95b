using Microsoft.AspNetCore.Http.Features;
using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Warifu.Bank.Consents;
using Warifu.Bank.Profiles;
using Warifu.Web.Faces;
using Warifu.Web.Problems;

namespace Warifu.Bank.SignIn;

/// <summary>A page or endpoint for those who are signed in, and have all of these rights.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsSessionAttribute(params Right[] rights) : Attribute
{
    public Right[] Rights { get; } = rights;

    /// <summary>Also for a user who must change his password first.</summary>
    public bool WithPasswordToChange { get; init; }

    /// <summary>For the session that was begun to answer the consent in the route, and for no other.</summary>
    public bool ForConsent { get; init; }
}

/// <summary>Asks for the session where one is needed, before anything of the page runs.</summary>
internal sealed class SessionMiddleware(RequestDelegate next, Sessions sessions)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsSessionAttribute>() is not { } needs)
        {
            await next(context);
            return;
        }
        Guid? consent = needs.ForConsent && Guid.TryParse(context.GetRouteValue(BeginModel.Route) as string, out var id) ? id : null;
        var shown = new ShownSession(SessionCookie.Read(context, consent), consent, context.CertificateSha256(), context.From());
        var found = await sessions.FindAsync(context.Face().Owner, shown, context.RequestAborted);
        if (found.Refusal is { } refusal)
        {
            Refuse(context, consent, refusal);
            return;
        }
        var session = found.Value;
        context.Features.Set(session);
        // Binds the forms of a session's pages to the session.
        context.User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, Convert.ToHexStringLower(session.Key))], "session"));
        if (consent is not null)
            context.Features.Set(new FormOfAnother(ConsentRefusals.SignedInSince));
        if (session.PasswordMustChange && !needs.WithPasswordToChange)
            Refuse(context, consent, SignInRefusals.PasswordChangeNeeded);
        else if (needs.Rights.All(session.May))
            await next(context);
        else
            context.Refuse(SignInRefusals.NotAllowed);
    }

    private static void Refuse(HttpContext context, Guid? consent, Wire.Refusal refusal)
    {
        if (refusal.Status == StatusCodes.Status401Unauthorized)
            SessionCookie.Remove(context, consent);
        var opensPage = HttpMethods.IsGet(context.Request.Method)
            && context.Request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);
        if (refusal == SignInRefusals.SessionNeeded && opensPage && consent is { } begun)
            context.Response.Redirect(context.OnFace(BankFaces.Www, BeginModel.PathTo(begun)));
        else if (refusal == SignInRefusals.SessionNeeded && opensPage)
            context.Response.Redirect(SignInModel.PathTo(context.Request.Path + context.Request.QueryString));
        else if (refusal == SignInRefusals.PasswordChangeNeeded && opensPage && consent is null)
            context.Response.Redirect(ChangePasswordModel.Path);
        else
            context.Refuse(refusal);
    }
}

internal static class SessionOfRequest
{
    /// <summary>The session of a page that <see cref="NeedsSessionAttribute"/> guards.</summary>
    public static Session Session(this HttpContext context) => context.Features.GetRequiredFeature<Session>();

    /// <summary>The client's address, for the history.</summary>
    public static string? From(this HttpContext context) => context.Connection.RemoteIpAddress?.ToString();
}
