using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Web.Faces;

namespace Warifu.Bank.Users;

/// <summary>作業内容選択 of 利用者管理 (seed 003, BRSK001): everybody his own details, and who manages users the rest.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession]
internal sealed class UserTasksModel(Banks banks) : PageModel
{
    public bool HasReplacements => HttpContext.Session().Certificate is not null && banks.Of(HttpContext).Profile.Certificate.ReplacementWait is not null;

    public bool ManagesUsers => HttpContext.Session().May(Right.ManageUsers);
}
