using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;

namespace Warifu.Bank.Consents;

/// <summary>照会用暗証番号登録結果 (seed 002, 手順4): how each account stands now; on to the consent, or back for more.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.InquireStatements, ForConsent = true)]
internal sealed class RegisteredPinsModel(Database database) : PageModel
{
    public Guid Id => this.Consent();

    public IReadOnlyList<InquiryAccount> Accounts { get; private set; } = [];

    public bool HasWrong => Accounts.Any(account => account is { MayEnter: true, Failures: > 0 });

    public static string PathTo(Guid consent) => $"/consents/{consent}/accounts/result";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => database.InTenantAsync<IActionResult>(HttpContext.Session().Bank, async work =>
    {
        var found = await Consent.FindAsync(work, Id, database.Time.GetUtcNow());
        if (found.Refusal is { } refusal)
            return this.Refused(refusal);
        Accounts = await InquiryAccounts.OfAsync(work, HttpContext.Session().ContractId);
        return Page();
    }, cancel);
}
