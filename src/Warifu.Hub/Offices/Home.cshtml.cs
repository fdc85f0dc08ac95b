using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Web.Faces;

namespace Warifu.Hub.Offices;

/// <summary>The address without a path leads to what a member came for.</summary>
[OnFace(HubFaces.Web)]
internal sealed class HomeModel : PageModel
{
    public IActionResult OnGet() => LocalRedirect(HttpContext.Features.Get<SignedInMember>() is null ? "/sign-in" : "/links");
}
