using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Certificates;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Bank.Users;

/// <summary>利用者一覧 of 利用者情報の管理 and 利用者停止・解除 (seed 003, BRSK001).</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.ManageUsers)]
internal sealed class UserListModel(Database database, Banks banks) : PageModel
{
    public const string Path = "/manage/users/list";

    /// <summary>Query of the page that says it is done.</summary>
    public const string SaidDeleted = "?said=deleted";

    [BindProperty(SupportsGet = true, Name = "said")]
    public string? Said { get; set; }

    public IReadOnlyList<(ContractUser User, HeldCertificate Held)> Users { get; private set; } = [];

    public Task OnGetAsync(CancellationToken cancel)
    {
        var session = HttpContext.Session();
        var profile = banks.Of(session.Bank).Profile;
        return database.InTenantAsync(session.Bank, async work =>
        {
            var held = (await HeldCertificates.OfContractAsync(work, session.ContractId, profile, database.Time.GetUtcNow())).ToDictionary(one => one.UserId);
            Users = [.. (await ContractUser.OfAsync(work, session.ContractId, profile)).Where(user => held.ContainsKey(user.UserId)).Select(user => (user, held[user.UserId]))];
        }, cancel);
    }
}
