using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;

namespace Warifu.Bank.Consents;

/// <summary>Leads to the first page that has something to ask: business scopes where several are wanted, inquiry PINs where some are missing, the consent.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.InquireStatements, ForConsent = true)]
internal sealed class NextModel(Database database) : PageModel
{
    public static string PathTo(Guid consent) => $"/consents/{consent}/next";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var session = HttpContext.Session();
        var id = this.Consent();
        return await database.InTenantAsync<IActionResult>(session.Bank, async work =>
        {
            var found = await OpenConsent.FindAsync(work, id, database.Time.GetUtcNow());
            if ((found.Refusal ?? await found.Value.ForbidsAsync(work, session.ContractId)) is { } refusal)
                return this.Refused(refusal);
            if (found.Value.Consent.Wanted.Count == 0)
                return this.SeeOther(ChooseScopesModel.PathTo(id));
            var accounts = await InquiryAccounts.OfAsync(work, session.ContractId);
            return this.SeeOther(accounts.All(account => account.IsRegistered) && accounts.Count > 0 ? AllowModel.PathTo(id) : RegisterPinsModel.PathTo(id));
        }, cancel);
    }
}
