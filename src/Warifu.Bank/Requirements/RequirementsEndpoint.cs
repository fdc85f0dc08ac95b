using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Warifu.Bank.Profiles;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Requirements;

/// <summary>Our side of what the browser measures.</summary>
/// <param name="Now">Milliseconds since 1970, UTC.</param>
/// <param name="Cookie">Whether the cookie of the page came back.</param>
internal sealed record OurSide(long Now, bool Cookie);

internal static class RequirementsEndpoint
{
    private const string CookieName = "__Host-bank-requirements";

    // Long enough to look again, short enough to say something of now.
    private static readonly TimeSpan CookieLife = TimeSpan.FromMinutes(5);

    public static void MapRequirements(this IEndpointRouteBuilder routes) => routes
        .MapGet($"{RequirementsModel.Path}/ours", (HttpContext context, TimeProvider time) =>
            Results.Json(new OurSide(time.GetUtcNow().ToUnixTimeMilliseconds(), CookieCame(context)), WireJson.Options))
        .WithMetadata(new OnFaceAttribute(BankFaces.Www, BankFaces.Cert));

    public static bool CookieCame(HttpContext context) => context.Request.Cookies.ContainsKey(CookieName);

    public static void SetCookie(HttpContext context) => context.Response.Cookies.Append(CookieName, "1", new CookieOptions
    {
        Path = "/",
        Secure = true,
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        MaxAge = CookieLife,
        IsEssential = true,
    });
}
