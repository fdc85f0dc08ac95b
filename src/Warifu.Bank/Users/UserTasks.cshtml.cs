using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Web.Faces;

namespace Warifu.Bank.Users;

/// <summary>作業内容選択 of 利用者管理 (seed 003, BRSK001).</summary>
[OnFace(BankFaces.Cert)]
[NeedsSession(Right.ManageUsers)]
public sealed class UserTasksModel : PageModel;
