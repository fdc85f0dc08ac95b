using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Clients;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Web.Serving;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>A consent that waits for its answer, and the service that asks for it.</summary>
internal sealed record OpenConsent(Consent Consent, ApiClient Client)
{
    public static Task<Outcome<OpenConsent>> FindAsync(Database database, Banks banks, HttpContext context, Guid id, CancellationToken cancel) =>
        banks.Of(context).Profile.ApiLink is null ? Task.FromResult<Outcome<OpenConsent>>(ConsentRefusals.NotHere)
        : database.InTenantAsync(context.Face().Owner, work => FindAsync(work, id, database.Time.GetUtcNow()), cancel);

    /// <param name="hold">So that of two answers at once the second sees the first.</param>
    public static async Task<Outcome<OpenConsent>> FindAsync(Work work, Guid id, DateTimeOffset now, bool hold = false)
    {
        var found = await Consent.FindAsync(work, id, now, hold);
        if (found.Refusal is { } refusal)
            return refusal;
        return await ApiClient.FindAsync(work, found.Value.ClientId) is { Stands: true } client ? new OpenConsent(found.Value, client) : ClientRefusals.Stopped;
    }

    /// <summary>A service in trial is linked to test accounts, and no other is.</summary>
    public async Task<Refusal?> ForbidsAsync(Work work, string contractId) => await work.SingleAsync<bool>(
        "select sandbox from contract where bank_code = @Tenant and contract_id = @contractId", new { work.Tenant, contractId }) == Client.Sandbox
            ? null
            : ConsentRefusals.SandboxOther;
}

internal static class ConsentPages
{
    /// <summary>Named by the page's address, which has one.</summary>
    public static Guid Consent(this PageModel page) => Guid.Parse((string)page.RouteData.Values[BeginModel.Route]!, CultureInfo.InvariantCulture);

    /// <summary>A form of the page is answered with a redirection to the service, which the browser counts as the form's target.</summary>
    public static void LeadsBack(this PageModel page, Consent consent) =>
        page.HttpContext.Features.Set(new FormTarget(new Uri(consent.RedirectUri).GetLeftPart(UriPartial.Authority)));

    public static Answering Answering(this PageModel page)
    {
        var context = page.HttpContext;
        return new(context.Session(), page.Consent(), context.Issuer(), context.From());
    }

    /// <summary>The browser goes back to the service, and the session that was begun for the answer is over.</summary>
    public static IActionResult Answered(this PageModel page, Outcome<string> answered)
    {
        if (answered.Refusal is { } refusal)
            return page.Refused(refusal);
        SessionCookie.Remove(page.HttpContext, page.HttpContext.Session().Consent);
        return page.SeeOther(answered.Value);
    }

    public static IActionResult SeeOther(this PageModel page, string address)
    {
        page.Response.Headers.Location = address;
        return page.StatusCode(StatusCodes.Status303SeeOther);
    }
}
