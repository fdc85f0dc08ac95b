using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Web.Faces;

namespace Warifu.Bank.Accounts;

[OnFace(BankFaces.Cert)]
[NeedsSession]
internal sealed class HomeModel : PageModel;
