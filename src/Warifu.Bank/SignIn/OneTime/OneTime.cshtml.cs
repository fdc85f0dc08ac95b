using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.SignIn.OneTime;

/// <summary>ワンタイムパスワード入力, after the login password where the profile asks for it (seed 003, 手順4).</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
internal sealed class OneTimeModel(Banks banks, OneTimeSignIn signIn, Translation language) : PageModel
{
    public const string Path = "/sign-in/one-time";

    [BindProperty]
    public string Code { get; set; } = "";

    /// <summary>Where the user wanted to go.</summary>
    [BindProperty(SupportsGet = true, Name = "return")]
    public string? Return { get; set; }

    /// <summary>Null where no password can help.</summary>
    public SignInStep? Step { get; private set; }

    public Refusal? Refusal { get; private set; }

    public int Minutes => (int)banks.Of(HttpContext).Profile.OneTime.Life.TotalMinutes;

    public string SendPath => QueryString.Create([new("handler", "Send"), .. Return is null ? [] : (KeyValuePair<string, string?>[])[new("return", Return)]]).ToString();

    public string Hint => Step!.Ways switch
    {
        { Authenticator: true, Reader: not null } => language["認証アプリの 6 桁、またはメールで届いた 8 桁", "Six digits of the authenticator app, or eight that were mailed"],
        { Authenticator: true } => language["認証アプリの 6 桁", "Six digits of the authenticator app"],
        _ => language["メールで届いた 8 桁", "Eight digits that were mailed"],
    };

    public static string PathTo(string? wanted) => wanted is null or "/" ? Path : $"{Path}?return={Uri.EscapeDataString(wanted)}";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(null, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var begun = await signIn.RunAsync(Bank, Cookie, HttpContext.CertificateSha256(), Code, HttpContext.From(), cancel);
        return begun.Refusal is { } refusal ? await ShowAsync(refusal, cancel) : this.Enter(begun.Value, Return);
    }

    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancel)
    {
        if (await signIn.SendAsync(Bank, Cookie, HttpContext.CertificateSha256(), cancel) is { } refusal)
            return await ShowAsync(refusal, cancel);
        Response.Headers.Location = PathTo(Return);
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    private string Bank => HttpContext.Face().Owner;

    private string? Cookie => SessionCookie.OfStep.Read(HttpContext);

    private async Task<IActionResult> ShowAsync(Refusal? refusal, CancellationToken cancel)
    {
        var found = await signIn.FindAsync(Bank, Cookie, HttpContext.CertificateSha256(), cancel);
        Refusal = found.Refusal ?? refusal;
        if (found.Refusal is null && refusal != OneTimeRefusals.Locked)
            Step = found.Value;
        return this.PageWith(Refusal);
    }
}
