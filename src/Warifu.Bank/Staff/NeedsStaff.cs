using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Warifu.Bank.SignIn;
using Warifu.Web.Faces;
using Warifu.Web.Problems;

namespace Warifu.Bank.Staff;

/// <summary>A page of the staff face for those who are signed in there.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsStaffAttribute : Attribute;

/// <summary>Asks for the staff session where one is needed, before anything of the page runs.</summary>
internal sealed class StaffMiddleware(RequestDelegate next, StaffSessions sessions)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<NeedsStaffAttribute>() is null)
        {
            await next(context);
            return;
        }
        var found = await sessions.FindAsync(context.Face().Owner, SessionCookie.Read(context), context.CertificateSha256(), context.RequestAborted);
        if (found.Refusal is { } refusal)
        {
            if (refusal == SignInRefusals.SessionNeeded && HttpMethods.IsGet(context.Request.Method))
                context.Response.Redirect(SignInModel.PathTo(context.Request.Path + context.Request.QueryString));
            else
                context.Refuse(refusal);
            return;
        }
        context.Features.Set(found.Value);
        // Binds the forms of a session's pages to the session.
        context.User = new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, Convert.ToHexStringLower(found.Value.Key))], "staff"));
        await next(context);
    }
}

internal static class StaffOfRequest
{
    /// <summary>The session of a page that <see cref="NeedsStaffAttribute"/> guards.</summary>
    public static StaffSession Staff(this HttpContext context) => context.Features.GetRequiredFeature<StaffSession>();
}
