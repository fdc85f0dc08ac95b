using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;

namespace Warifu.Bank.Enrolment.InBrowser;

/// <summary>電子証明書発行申請 (seed 001, 2.1): its script makes the key and sends what is asked.</summary>
[OnFace(BankFaces.Www)]
internal sealed class AcquireInBrowserModel(Banks banks, BrowserAcquisition acquisition, Translation words) : PageModel
{
    public const string Path = "/certificates/browser";

    [BindProperty]
    public string LoginId { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    [BindProperty]
    public string Acquisition { get; set; } = "";

    [BindProperty]
    public Guid RequestKey { get; set; }

    /// <summary>Base64.</summary>
    [BindProperty]
    public string Csr { get; set; } = "";

    public CertificatePolicy Policy => banks.Of(HttpContext).Profile.Certificate;

    public EnrollingView View => new(banks.Of(HttpContext).Profile, IsRenewal: false);

    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!Policy.AcquisitionInBrowser)
            context.Result = this.Refused(BrowserRefusals.NotHere);
    }

    public void OnGet()
    {
        // The empty form is the page.
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (EnrollingView.Read(RequestKey, Csr) is not { } csr)
            return this.Refused(WebRefusals.Malformed);
        var issued = await acquisition.RunAsync(HttpContext.Face().Owner, new(RequestKey, LoginId, Password, Acquisition, csr), HttpContext.From(), cancel);
        return issued.Refusal is { } refusal ? this.Refused(refusal) : IssuedInBrowser.Answer(banks.Of(HttpContext), issued.Value, words);
    }
}
