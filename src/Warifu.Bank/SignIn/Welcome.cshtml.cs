using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Web.Faces;

namespace Warifu.Bank.SignIn;

/// <summary>The login page of the public face (seed 001, 2.2 (1)).</summary>
[OnFace(BankFaces.Www)]
public sealed class WelcomeModel : PageModel;
