using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Clients;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Bank.SignIn.ById;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>API連携認証（利用登録） (seed 002, 手順1): the terms, and the ways to say who one is.</summary>
[OnFace(BankFaces.Www)]
internal sealed class BeginModel(Database database, Banks banks, IdSignIn signIn, Translation translation) : PageModel
{
    /// <summary>The part of the address that names the consent, on all of its pages.</summary>
    public const string Route = "consent";

    [BindProperty]
    public string LoginId { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    public ApiClient Client { get; private set; } = null!;

    public Refusal? Refusal { get; private set; }

    public ApiLinkPolicy Policy => banks.Of(HttpContext).Profile.ApiLink!;

    public bool HasIdSignIn => banks.Of(HttpContext).Profile.SignIn.ById;

    public IEnumerable<string> Terms => translation[Policy.Terms].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static string PathTo(Guid consent) => $"/consents/{consent}";

    public string ByCertificate(string language) => HttpContext.OnFace(BankFaces.Cert, $"{BeginByCertificateModel.PathTo(Id)}?lang={language}");

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var found = await OpenConsent.FindAsync(database, banks, HttpContext, Id, HttpContext.RequestAborted);
        if (found.Refusal is { } refusal)
        {
            context.Result = this.Refused(refusal);
            return;
        }
        Client = found.Value.Client;
        await next();
    }

    public void OnGet()
    {
        // The terms are the page.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (!HasIdSignIn)
            return this.Refused(IdSignInRefusals.NotHere);
        var entered = await signIn.RunAsync(HttpContext.Face().Owner, LoginId, Password, HttpContext.From(), cancel, Id);
        if (entered.Refusal is not { } refusal)
            return this.Enter(entered.Value, NextModel.PathTo(Id));
        Refusal = refusal;
        Response.StatusCode = refusal.Status;
        return Page();
    }

    private Guid Id => this.Consent();
}
