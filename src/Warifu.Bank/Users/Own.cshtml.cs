using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Certificates;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Bank.Users;

/// <summary>自身の情報の変更・照会 (seed 003, BRSK001).</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession]
internal sealed class OwnModel(Database database, Banks banks) : PageModel
{
    public const string Path = "/manage/users/own";

    /// <summary>Query of the page that says it is done.</summary>
    public const string SaidChanged = "?said=confirmation-changed";

    public const string SaidMailChanged = "?said=mail-changed";

    [BindProperty(SupportsGet = true, Name = "said")]
    public string? Said { get; set; }

    public ContractUser Himself { get; private set; } = null!;

    public HeldCertificate Held { get; private set; } = null!;

    /// <summary>He still has the 確認用パスワード that he was handed.</summary>
    public bool ConfirmationIsGiven { get; private set; }

    public Task OnGetAsync(CancellationToken cancel)
    {
        var session = HttpContext.Session();
        var profile = banks.Of(session.Bank).Profile;
        return database.InTenantAsync(session.Bank, async work =>
        {
            Himself = (await ContractUser.OfAsync(work, session.ContractId, profile)).Single(user => user.UserId == session.UserId);
            Held = (await HeldCertificates.OfUserAsync(work, session.UserId, profile, database.Time.GetUtcNow()))!;
            ConfirmationIsGiven = await work.SingleAsync<bool>(
                "select confirmation_password_given from customer_user where bank_code = @Tenant and user_id = @UserId", new { work.Tenant, session.UserId });
        }, cancel);
    }
}
