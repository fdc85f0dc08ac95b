using Microsoft.AspNetCore.Http;

namespace Warifu.Web.Serving;

/// <summary>The one thing that differs from bank to bank in the style: the accent colour, as two CSS variables.</summary>
internal static class LookCss
{
    public static IResult Of(Look look, HttpContext context)
    {
        context.Response.Headers.CacheControl = "private, max-age=300";
        return Results.Text(
            $":root{{--accent:{look.Accent.Light}}}@media (prefers-color-scheme:dark){{:root{{--accent:{look.Accent.Dark}}}}}", "text/css");
    }
}
