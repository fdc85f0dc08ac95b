using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Clients;
using Warifu.Bank.Profiles;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.OpenApi;

/// <summary>For the engineers of services: how to begin, and examples that run as they stand once the names are one's own.</summary>
[OnFace(BankFaces.Www)]
internal sealed class DevelopersModel(Banks banks) : PageModel
{
    // The addresses that stand in the files.
    private const string SampleIssuer = "https://api.asagiri.test";
    private const string SampleWww = "https://www.asagiri.test";

    private static readonly string InCurl = Description.Embedded("link.sh");
    private static readonly string InCSharp = Description.Embedded("link.cs");

    public Phrase Bank => banks.Of(HttpContext).Profile.Name;

    public ApiLinkPolicy Policy => banks.Of(HttpContext).Profile.ApiLink!;

    public string Issuer => HttpContext.Issuer();

    /// <summary>By <c>curl</c>: <c>samples/clients/link.sh</c> with this bank's addresses.</summary>
    public string Curl => WithAddresses(InCurl);

    /// <summary><c>samples/clients/link.cs</c> with this bank's addresses.</summary>
    public string CSharp => WithAddresses(InCSharp);

    public IActionResult OnGet() => banks.Of(HttpContext).Profile.ApiLink is null ? this.Refused(Consents.ConsentRefusals.NotHere) : Page();

    private string WithAddresses(string example) =>
        example.Replace(SampleIssuer, Issuer, StringComparison.Ordinal).Replace(SampleWww, HttpContext.Origin(BankFaces.Www), StringComparison.Ordinal);
}
