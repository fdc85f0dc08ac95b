using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.LoginIds;

/// <summary>ログインID取得, reached from 証明書取得認証 (seed 003, BSH5001): the paper, the choice, the mailed code.</summary>
[OnFace(BankFaces.Www)]
internal sealed class TakeLoginIdModel(Banks banks, LoginIdTaking taking) : PageModel
{
    [BindProperty]
    public string Contract { get; set; } = "";

    [BindProperty]
    public string Seq { get; set; } = "";

    [BindProperty]
    public string FirstLogin { get; set; } = "";

    [BindProperty]
    public string FirstConfirmation { get; set; } = "";

    [BindProperty]
    public string LoginId { get; set; } = "";

    [BindProperty]
    public string Login { get; set; } = "";

    [BindProperty]
    public string LoginAgain { get; set; } = "";

    [BindProperty]
    public string Confirmation { get; set; } = "";

    [BindProperty]
    public string ConfirmationAgain { get; set; } = "";

    [BindProperty]
    public string Mail { get; set; } = "";

    [BindProperty]
    public string Code { get; set; } = "";

    /// <summary>He goes back to what he chose.</summary>
    [BindProperty(SupportsGet = true, Name = "again")]
    public bool ChoosesAgain { get; set; }

    /// <summary>Null until the paper was right.</summary>
    public LoginIdStep? Step { get; private set; }

    /// <summary>The login ID once it is his.</summary>
    public string? Done { get; private set; }

    public Refusal? Refusal { get; private set; }

    public PasswordPolicy Policy => banks.Of(HttpContext).Profile.Password;

    private string Bank => HttpContext.Face().Owner;

    private string? Cookie => SessionCookie.OfStep.Read(HttpContext);

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(null, cancel);

    public async Task<IActionResult> OnPostIdentifyAsync(CancellationToken cancel)
    {
        var step = await taking.IdentifyAsync(Bank, new(Contract.Trim(), Seq.Trim().ToUpperInvariant(), FirstLogin, FirstConfirmation), HttpContext.From(), cancel);
        if (step.Refusal is { } refusal)
            return await ShowAsync(refusal, cancel);
        SessionCookie.OfStep.Write(HttpContext, step.Value);
        return Next();
    }

    public async Task<IActionResult> OnPostChooseAsync(CancellationToken cancel)
    {
        if (await taking.ChooseAsync(Bank, Cookie, new(LoginId.Trim(), Login, LoginAgain, Confirmation, ConfirmationAgain, Mail.Trim()), cancel) is not { } refusal)
            return Next();
        ChoosesAgain = true;
        return await ShowAsync(refusal, cancel);
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancel)
    {
        var taken = await taking.ConfirmAsync(Bank, Cookie, Code, HttpContext.From(), cancel);
        if (taken.Refusal is { } refusal)
            return await ShowAsync(refusal, cancel);
        SessionCookie.OfStep.Remove(HttpContext);
        Done = taken.Value;
        return Page();
    }

    private StatusCodeResult Next()
    {
        Response.Headers.Location = "/login-id";
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    private async Task<IActionResult> ShowAsync(Refusal? refusal, CancellationToken cancel)
    {
        Step = await taking.FindAsync(Bank, Cookie, cancel);
        (Refusal, Response.StatusCode) = (refusal, refusal?.Status ?? StatusCodes.Status200OK);
        return Page();
    }
}
