using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Bank.Users;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;

namespace Warifu.Bank.Certificates;

/// <summary>証明書失効結果 (seed 003, BRSK020).</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.ManageUsers)]
internal sealed class RevokedModel(Database database, Banks banks) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "user")]
    public Guid Holder { get; set; }

    public HeldCertificate Held { get; private set; } = null!;

    public static string PathTo(Guid user) => $"/manage/users/certificates/revoked?user={user}";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var session = HttpContext.Session();
        var held = await database.InTenantAsync(session.Bank, work =>
            HeldCertificates.OfUserAsync(work, Holder, banks.Of(session.Bank).Profile, database.Time.GetUtcNow()), cancel);
        if (held is null)
            return this.Refused(UserRefusals.NotThere);
        if (held.ContractId != session.ContractId || held.State != CertificateState.Revoked)
            return this.Refused(SignInRefusals.NotAllowed);
        Held = held;
        return Page();
    }
}
