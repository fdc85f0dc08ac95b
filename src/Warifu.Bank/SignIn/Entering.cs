using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.SignIn.OneTime;

namespace Warifu.Bank.SignIn;

/// <summary>Where somebody goes who gave what was asked.</summary>
internal static class Entering
{
    /// <param name="wanted">Where he wanted to go; another site is not followed.</param>
    public static IActionResult Enter(this PageModel page, Entered entered, string? wanted)
    {
        if (!entered.OneTimeAsked)
            return page.Enter(entered.Cookie, wanted);
        SessionCookie.OfStep.Write(page.HttpContext, entered.Cookie);
        return page.SeeOther(OneTimeModel.PathTo(wanted));
    }

    /// <param name="cookie">The session's.</param>
    public static IActionResult Enter(this PageModel page, string cookie, string? wanted)
    {
        SessionCookie.OfStep.Remove(page.HttpContext);
        SessionCookie.Write(page.HttpContext, cookie);
        return page.SeeOther(page.Url.IsLocalUrl(wanted) ? wanted! : "/");
    }

    private static StatusCodeResult SeeOther(this PageModel page, string path)
    {
        page.Response.Headers.Location = path;
        return new(StatusCodes.Status303SeeOther);
    }
}
