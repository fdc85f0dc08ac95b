using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.Renewals;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.SignIn;

/// <summary>パスワード変更画面 (seed 001, 2.2 (4) and 2.5): forced at the first sign-in and after its days, or by hand.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(WithPasswordToChange = true)]
internal sealed class ChangePasswordModel(Database database, Banks banks, PasswordChange change) : PageModel
{
    public const string Path = "/password";

    /// <summary>Query of the page that says it is done.</summary>
    public const string Said = "?password=changed";

    [BindProperty]
    public string Current { get; set; } = "";

    [BindProperty]
    public string Next { get; set; } = "";

    [BindProperty]
    public string Again { get; set; } = "";

    public Session Session => HttpContext.Session();

    public PasswordPolicy Policy => banks.Of(HttpContext).Profile.Password;

    public Refusal? Refusal { get; private set; }

    public void OnGet()
    {
        // The empty form is the page.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        Refusal = await change.RunAsync(Session, new(Current, Next, Again), HttpContext.From(), cancel);
        if (Refusal is { } refusal)
            return this.PageWith(refusal);
        Response.Headers.Location = RenewalChoiceModel.Before("/" + Said, Session, banks.Of(HttpContext).Profile, database.Time.GetUtcNow());
        return StatusCode(StatusCodes.Status303SeeOther);
    }
}
