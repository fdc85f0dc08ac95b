using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.SignIn.ById;

/// <summary>The sign-in page of the public face, for contracts by ID and password.</summary>
[OnFace(BankFaces.Www)]
internal sealed class IdSignInModel(Banks banks, IdSignIn signIn) : PageModel
{
    [BindProperty]
    public string LoginId { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    /// <summary>Where the user wanted to go.</summary>
    [BindProperty(SupportsGet = true, Name = "return")]
    public string? Return { get; set; }

    public Refusal? Refusal { get; private set; }

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!banks.Of(HttpContext).Profile.SignIn.ById)
            context.Result = this.Refused(IdSignInRefusals.NotHere);
    }

    public void OnGet()
    {
        // The empty form is the page.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var entered = await signIn.RunAsync(HttpContext.Face().Owner, LoginId, Password, HttpContext.From(), cancel);
        if (entered.Refusal is not { } refusal)
            return this.Enter(entered.Value, Return);
        Refusal = refusal;
        return this.PageWith(refusal);
    }
}
