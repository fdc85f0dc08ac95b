using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Hub.Offices;

[OnFace(HubFaces.Web)]
internal sealed class SignOutModel(Database database) : PageModel
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        await MemberSessions.SignOutAsync(database, HttpContext);
        return Page();
    }
}
