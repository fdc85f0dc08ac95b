using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>確認用パスワード変更, one's own.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession]
internal sealed class OwnConfirmationModel(ConfirmationChange change) : PageModel
{
    [BindProperty]
    public string Current { get; set; } = "";

    [BindProperty]
    public string Next { get; set; } = "";

    [BindProperty]
    public string Again { get; set; } = "";

    public Refusal? Refusal { get; private set; }

    public void OnGet()
    {
        // The empty form is the page.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Refusal = await change.RunAsync(HttpContext.Session(), new(Current, Next, Again), HttpContext.From(), cancel);
        if (Refusal is { } refusal)
            return this.PageWith(refusal);
        Response.Headers.Location = OwnModel.Path + OwnModel.SaidChanged;
        return StatusCode(StatusCodes.Status303SeeOther);
    }
}
