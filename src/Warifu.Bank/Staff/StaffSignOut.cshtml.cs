using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Web.Faces;

namespace Warifu.Bank.Staff;

/// <summary>Ends the session of a member of staff.</summary>
[OnFace(BankFaces.Staff)]
[NeedsStaff]
internal sealed class StaffSignOutModel(StaffSessions sessions) : PageModel
{
    public IActionResult OnGet() => Redirect("/");

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        await sessions.EndAsync(HttpContext.Staff(), HttpContext.From(), cancel);
        SessionCookie.Remove(HttpContext);
        Response.Headers.Location = SignInModel.Path;
        return StatusCode(StatusCodes.Status303SeeOther);
    }
}
