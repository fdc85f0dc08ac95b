using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Bank.Requirements;

/// <summary>
/// ご利用環境の確認 (in place of seed 001, 1.2): measures and explains. On the public face without, on the certificate
/// face with the certificate that the connection proved.
/// </summary>
[OnFace(BankFaces.Www, BankFaces.Cert)]
internal sealed class RequirementsModel(Database database, Banks banks) : PageModel
{
    public const string Path = "/requirements";

    public bool IsCertificateFace => HttpContext.Face().Name == BankFaces.Cert;

    public IReadOnlyList<Requirement> All { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        var certificate = IsCertificateFace
            ? CertificateRequirement.Of(await CertificateHolder.FindAsync(database, banks.Of(HttpContext).Profile, HttpContext.CertificateSha256(), cancel))
            : CertificateRequirement.NotAsked;
        All =
        [
            .. ConnectionRequirements.Of(HttpContext), BrowserRequirements.JavaScript, BrowserRequirements.Cookie(RequirementsEndpoint.CookieCame(HttpContext)),
            BrowserRequirements.Screen, BrowserRequirements.Clock, certificate,
        ];
        RequirementsEndpoint.SetCookie(HttpContext);
    }
}
