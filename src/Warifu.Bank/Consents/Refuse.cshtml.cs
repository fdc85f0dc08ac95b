using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;

namespace Warifu.Bank.Consents;

/// <summary>The way out before 情報アクセス許可 is reached: nothing is linked, and the service hears so.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.InquireStatements, ForConsent = true)]
internal sealed class RefuseModel(Database database, ConsentDeciding deciding) : PageModel
{
    public Guid Id => this.Consent();

    public static string PathTo(Guid consent) => $"/consents/{consent}/refuse";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var found = await database.InTenantAsync(HttpContext.Session().Bank, work => Consent.FindAsync(work, Id, database.Time.GetUtcNow()), cancel);
        if (found.Refusal is { } refusal)
            return this.Refused(refusal);
        this.LeadsBack(found.Value);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel) => this.Answered(await deciding.RefuseAsync(this.Answering(), cancel));
}
