using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Web.Pages;

/// <summary>What a person sees instead of a page that was refused: what happened, the next step, and the code.</summary>
[OnFace(OnFaceAttribute.Every)]
[IgnoreAntiforgeryToken]
public sealed class RefusedModel : PageModel
{
    public Refusal Refusal { get; private set; } = WebRefusals.NotFound;

    public void OnGet()
    {
        if (HttpContext.Features.Get<Refusal>() is { } refusal)
            Refusal = refusal;
        Response.StatusCode = Refusal.Status;
    }
}
