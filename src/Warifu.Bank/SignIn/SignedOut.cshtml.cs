using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Web.Faces;

namespace Warifu.Bank.SignIn;

[OnFace(BankFaces.Cert, BankFaces.Www)]
public sealed class SignedOutModel : PageModel
{
    public const string Path = "/signed-out";
}
