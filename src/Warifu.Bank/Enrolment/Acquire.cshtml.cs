using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Enrolment.InBrowser;
using Warifu.Bank.Profiles;
using Warifu.Web.Faces;
using Warifu.Wire.Enrolment;

namespace Warifu.Bank.Enrolment;

/// <summary>証明書取得認証, reached without a certificate (seed 003, BSH5001).</summary>
[OnFace(BankFaces.Www)]
internal sealed class AcquireModel(Banks banks) : PageModel
{
    public BankProfile Profile => banks.Of(HttpContext).Profile;

    /// <summary>Where the browser is the only way, this page has nothing to say.</summary>
    public IActionResult OnGet() => Profile.Certificate is { AcquisitionInBrowser: true, HasProgram: false } ? Redirect(AcquireInBrowserModel.Path) : Page();

    /// <summary>Opens the program at its screen of issuance.</summary>
    public string ProgramStart => $"{ProgramAddress.Issue(new(HttpContext.OnFace(BankFaces.Www, "/")))}";
}
