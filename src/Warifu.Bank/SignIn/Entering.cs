using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Bank.Renewals;
using Warifu.Bank.SignIn.OneTime;

namespace Warifu.Bank.SignIn;

/// <summary>Where somebody goes who gave what was asked.</summary>
internal static class Entering
{
    /// <param name="wanted">Where he wanted to go; another site is not followed.</param>
    public static IActionResult Enter(this PageModel page, Entered entered, string? wanted)
    {
        if (!entered.OneTimeAsked)
            return page.Enter(new Begun(entered.Cookie, entered.RenewalIsOpen, entered.Consent), wanted);
        SessionCookie.OfStep.Write(page.HttpContext, entered.Cookie);
        return page.SeeOther(OneTimeModel.PathTo(wanted));
    }

    /// <summary>From the day on which renewal opens the choice of it comes first, where the profile has that page.</summary>
    public static IActionResult Enter(this PageModel page, Begun begun, string? wanted)
    {
        SessionCookie.OfStep.Remove(page.HttpContext);
        SessionCookie.Write(page.HttpContext, begun.Cookie, begun.Consent);
        var target = page.Url.IsLocalUrl(wanted) ? wanted! : "/";
        var chooses = begun is { RenewalIsOpen: true, Consent: null } && page.HttpContext.RequestServices.GetRequiredService<Banks>().Of(page.HttpContext).Profile.Certificate.RenewalChoice;
        return page.SeeOther(chooses ? RenewalChoiceModel.PathTo(target) : target);
    }

    private static StatusCodeResult SeeOther(this PageModel page, string path)
    {
        page.Response.Headers.Location = path;
        return new(StatusCodes.Status303SeeOther);
    }
}
