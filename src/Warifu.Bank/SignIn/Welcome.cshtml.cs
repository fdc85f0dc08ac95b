using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Accounts;
using Warifu.Bank.Profiles;
using Warifu.Web.Faces;

namespace Warifu.Bank.SignIn;

/// <summary>The login page of the public face (seed 001, 2.2 (1)).</summary>
[OnFace(BankFaces.Www)]
internal sealed class WelcomeModel(Banks banks) : PageModel
{
    /// <summary>Whether the bank has contracts by ID and password.</summary>
    public bool HasIdSignIn => banks.Of(HttpContext).Profile.SignIn.ById;

    /// <summary>Whether its browsers make keys, and keep them until their first use.</summary>
    public bool MakesKeys => banks.Of(HttpContext).Profile.Certificate.AcquisitionInBrowser;

    /// <summary>Who is signed in on this face goes home.</summary>
    public IActionResult OnGet() =>
        SessionCookie.Read(HttpContext) is null ? Page() : Redirect(HomeByIdModel.Path + Request.QueryString);
}
