using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Web.Faces;

namespace Warifu.Bank.Users;

/// <summary>業務選択 of the menu 管理 (seed 003, BSSK001).</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession]
internal sealed class ManageModel(Banks banks) : PageModel
{
    public bool HasLinks => banks.Of(HttpContext).Profile.ApiLink is not null;

    public bool MayManageUsers => HttpContext.Session().May(Right.ManageUsers);
}
