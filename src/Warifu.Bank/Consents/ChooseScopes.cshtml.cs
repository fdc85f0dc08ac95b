using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.OpenApi;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>認可業務選択 (seed 002, 手順2): which of the business scopes that the service asks for it may use.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.InquireStatements, ForConsent = true)]
internal sealed class ChooseScopesModel(Database database) : PageModel
{
    [BindProperty]
    public string[] Scopes { get; set; } = [];

    public OpenConsent Open { get; private set; } = null!;

    public Refusal? Refusal { get; private set; }

    public static string PathTo(Guid consent) => $"/consents/{consent}/scopes";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => InConsentAsync(_ =>
    {
        Scopes = Open.Consent.Chosen ?? [.. Open.Consent.Asked.Select(detail => detail.Scope.Name())];
        return Task.FromResult<IActionResult>(Page());
    }, cancel);

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => InConsentAsync(async work =>
    {
        var chosen = Open.Consent.Asked.Select(detail => detail.Scope.Name()).Intersect(Scopes, StringComparer.Ordinal).ToArray();
        if (chosen.Length == 0)
        {
            Refusal = ConsentRefusals.NothingChosen;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        await work.ExecuteAsync(
            "update consent set chosen = @chosen where bank_code = @Tenant and consent_id = @ConsentId and decided_at is null",
            new { work.Tenant, chosen, Open.Consent.ConsentId });
        return this.SeeOther(NextModel.PathTo(Open.Consent.ConsentId));
    }, cancel);

    private Task<IActionResult> InConsentAsync(Func<Work, Task<IActionResult>> act, CancellationToken cancel) =>
        database.InTenantAsync(HttpContext.Session().Bank, async work =>
        {
            var found = await OpenConsent.FindAsync(work, this.Consent(), database.Time.GetUtcNow());
            if (found.Refusal is { } refusal)
                return this.Refused(refusal);
            Open = found.Value;
            return await act(work);
        }, cancel);
}
