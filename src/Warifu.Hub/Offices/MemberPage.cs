using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Web.Faces;

namespace Warifu.Hub.Offices;

/// <summary>A page for members only. Whoever has no session is asked to sign in and then comes back.</summary>
[OnFace(HubFaces.Web)]
internal abstract class MemberPage : PageModel
{
    protected SignedInMember Member { get; private set; } = null!;

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (HttpContext.Features.Get<SignedInMember>() is { } member)
            Member = member;
        else
            context.Result = new RedirectToPageResult("/Offices/SignIn", HttpMethods.IsGet(Request.Method) ? new { back = Request.GetEncodedPathAndQuery() } : null);
    }
}
