using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.Staff;

/// <summary>The staff's sign-in: the connection has shown the certificate, and nothing else is asked.</summary>
[OnFace(BankFaces.Staff)]
internal sealed class StaffSignInModel(StaffSessions sessions) : PageModel
{
    /// <summary>Where he wanted to go.</summary>
    [BindProperty(SupportsGet = true, Name = "return")]
    public string? Return { get; set; }

    public StaffHolder? Holder { get; private set; }

    public Refusal? Refusal { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var found = await sessions.HolderAsync(HttpContext.Face().Owner, HttpContext.CertificateSha256(), cancel);
        Refusal = found.Refusal;
        Holder = Refusal is null ? found.Value : null;
        Response.StatusCode = Refusal?.Status ?? StatusCodes.Status200OK;
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var begun = await sessions.BeginAsync(HttpContext.Face().Owner, HttpContext.CertificateSha256(), HttpContext.From(), cancel);
        if (begun.Refusal is { } refusal)
        {
            Refusal = refusal;
            return this.PageWith(refusal);
        }
        SessionCookie.Write(HttpContext, begun.Value);
        Response.Headers.Location = Url.IsLocalUrl(Return) ? Return : "/";
        return StatusCode(StatusCodes.Status303SeeOther);
    }
}
