using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.SignIn;

/// <summary>The password page of the certificate face (seed 001, 2.2 (3)): the connection has already shown the certificate.</summary>
[OnFace(BankFaces.Cert)]
internal sealed class SignInModel(Database database, Banks banks, CertificateSignIn signIn) : PageModel
{
    public const string Path = "/sign-in";

    [BindProperty]
    public string Password { get; set; } = "";

    /// <summary>Where the user wanted to go.</summary>
    [BindProperty(SupportsGet = true, Name = "return")]
    public string? Return { get; set; }

    /// <summary>Null where no password can help.</summary>
    public CertificateHolder? Holder { get; private set; }

    public bool SessionIsOpen { get; private set; }

    /// <summary>証明書更新, right of ログイン, which needs no password to be pressed (seed 001, 2.10.1 (2)).</summary>
    public bool OffersRenewal => Holder is { } holder
        && banks.Of(HttpContext).Profile.Certificate is { RenewalInBrowser: RenewalInBrowser.PasswordPage } policy
        && database.Time.GetUtcNow() >= holder.NotAfter - policy.RenewalWindow;

    public Refusal? Refusal { get; private set; }

    public static string PathTo(string wanted) => wanted == "/" ? Path : $"{Path}?return={Uri.EscapeDataString(wanted)}";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(null, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var begun = await signIn.RunAsync(HttpContext.Face().Owner, HttpContext.CertificateSha256(), Password, HttpContext.From(), cancel);
        if (begun.Refusal is { } refusal)
            return await ShowAsync(refusal, cancel);
        return this.Enter(begun.Value, Return);
    }

    private async Task<IActionResult> ShowAsync(Refusal? refusal, CancellationToken cancel)
    {
        var found = await CertificateHolder.FindAsync(database, banks.Of(HttpContext).Profile, HttpContext.CertificateSha256(), cancel);
        Refusal = refusal ?? found.Refusal;
        if (found.Refusal is null && refusal != SignInRefusals.CertificateDoorLocked)
        {
            Holder = found.Value;
            SessionIsOpen = found.Value.SessionSeenAt is { } seen && database.Time.GetUtcNow() - seen < banks.Of(HttpContext).Profile.SignIn.Idle;
        }
        return this.PageWith(Refusal);
    }
}
