using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Hub.Offices;

/// <summary>Sign-in of a member with mail address and password.</summary>
[OnFace(HubFaces.Web)]
internal sealed class SignInModel(Database database) : PageModel
{
    [BindProperty]
    public string Mail { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    /// <summary>The page to come back to, on this face only.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Back { get; set; }

    public Refusal? Refusal { get; private set; }

    public IActionResult OnGet() => HttpContext.Features.Get<SignedInMember>() is null ? Page() : Onward();

    public async Task<IActionResult> OnPostAsync()
    {
        Refusal = (await MemberSessions.SignInAsync(database, HttpContext, Mail, Password)).Refusal;
        if (Refusal is null)
            return Onward();
        return this.PageWith(Refusal);
    }

    private LocalRedirectResult Onward() => LocalRedirect(Url.IsLocalUrl(Back) ? Back : "/links");
}
