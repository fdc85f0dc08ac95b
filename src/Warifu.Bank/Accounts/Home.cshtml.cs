using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Bank.Accounts;

/// <summary>The first page after sign-in (seed 001, 初期画面): who is signed in, notices, accounts with their balances.</summary>
[OnFace(BankFaces.Cert)]
[NeedsSession]
internal sealed class HomeModel(Database database, Banks banks) : PageModel
{
    public Session Session => HttpContext.Session();

    public IReadOnlyList<ListedAccount> Accounts { get; private set; } = [];

    /// <summary>Days to the certificate's end, within the renewal window.</summary>
    public int? DaysLeft { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var left = Session.CertificateEnds - database.Time.GetUtcNow();
        if (left <= banks.Of(HttpContext).Profile.Certificate.RenewalWindow)
            DaysLeft = left.Days;
        if (Session.Kind.May(Right.InquireStatements))
            Accounts = await database.InTenantAsync(Session.Bank, work => AccountList.OfAsync(work, Session.ContractId), cancel);
    }
}
