using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Clients;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>API連携認証（利用登録） on the certificate face (seed 002, 手順1-1 ②): the login password of who has shown his certificate.</summary>
[OnFace(BankFaces.Cert)]
internal sealed class BeginByCertificateModel(Database database, Banks banks, CertificateSignIn signIn) : PageModel
{
    [BindProperty]
    public string Password { get; set; } = "";

    public Guid Id => this.Consent();

    public ApiClient Client { get; private set; } = null!;

    /// <summary>Null where no password can help.</summary>
    public CertificateHolder? Holder { get; private set; }

    public Refusal? Refusal { get; private set; }

    public static string PathTo(Guid consent) => $"/consents/{consent}/sign-in";

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

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(null, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var entered = await signIn.RunAsync(HttpContext.Face().Owner, HttpContext.CertificateSha256(), Password, HttpContext.From(), cancel, Id);
        return entered.Refusal is { } refusal ? await ShowAsync(refusal, cancel) : this.Enter(entered.Value, NextModel.PathTo(Id));
    }

    private async Task<IActionResult> ShowAsync(Refusal? refusal, CancellationToken cancel)
    {
        var found = await CertificateHolder.FindAsync(database, banks.Of(HttpContext).Profile, HttpContext.CertificateSha256(), cancel);
        Refusal = refusal ?? found.Refusal;
        if (found.Refusal is null && refusal != SignInRefusals.CertificateDoorLocked)
            Holder = found.Value;
        Response.StatusCode = Refusal?.Status ?? StatusCodes.Status200OK;
        return Page();
    }
}
