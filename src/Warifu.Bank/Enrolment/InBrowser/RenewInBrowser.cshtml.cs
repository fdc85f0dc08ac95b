using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment.InBrowser;

/// <summary>
/// Renewal of the certificate that the connection proved (seed 001, 2.10.1; seed 004, BSM5002 to BSM5004), with a session or before one:
/// its script makes the key and sends what is asked.
/// </summary>
[OnFace(BankFaces.Cert)]
internal sealed class RenewInBrowserModel(Banks banks, BrowserRenewal renewal, Translation words) : PageModel
{
    public const string Path = "/renew/browser";

    [BindProperty]
    public string Password { get; set; } = "";

    [BindProperty]
    public Guid RequestKey { get; set; }

    /// <summary>Base64.</summary>
    [BindProperty]
    public string Csr { get; set; } = "";

    public EnrollingView View => new(banks.Of(HttpContext).Profile, IsRenewal: true);

    /// <summary>Null where nothing can be renewed.</summary>
    public EnrollingUser? Holder { get; private set; }

    public Refusal? Refusal { get; private set; }

    private string Bank => HttpContext.Face().Owner;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var found = await renewal.FindAsync(Bank, HttpContext.CertificateSha256(), requestKey: null, cancel);
        (Holder, Refusal) = (found.Refusal is null ? found.Value : null, found.Refusal);
        Response.StatusCode = Refusal?.Status ?? StatusCodes.Status200OK;
    }

    /// <summary>個人認証, where a confirmation follows it.</summary>
    public async Task<IActionResult> OnPostAuthenticateAsync(CancellationToken cancel)
    {
        var authenticated = await renewal.AuthenticateAsync(Bank, HttpContext.CertificateSha256(), requestKey: null, Password, HttpContext.From(), cancel);
        return authenticated.Refusal is { } refusal ? this.Refused(refusal) : new JsonResult(new { });
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (EnrollingView.Read(RequestKey, Csr) is not { } csr)
            return this.Refused(WebRefusals.Malformed);
        var issued = await renewal.RunAsync(Bank, HttpContext.CertificateSha256(), RequestKey, Password, csr, HttpContext.From(), cancel);
        return issued.Refusal is { } refusal ? this.Refused(refusal) : IssuedInBrowser.Answer(banks.Of(HttpContext), issued.Value, words);
    }
}
