using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>メールアドレス変更, one's own: the address, then the code that was mailed to it.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession]
internal sealed class OwnMailModel(Database database, MailChange change) : PageModel
{
    public const string Path = "/manage/users/own/mail";

    [BindProperty]
    public string Address { get; set; } = "";

    [BindProperty]
    public string Confirmation { get; set; } = "";

    [BindProperty]
    public string Code { get; set; } = "";

    /// <summary>As it stands, masked; null when the bank knows none.</summary>
    public string? Known { get; private set; }

    /// <summary>A code is on its way to <see cref="Address"/>.</summary>
    public bool IsSent { get; private set; }

    public Refusal? Refusal { get; private set; }

    public Task OnGetAsync(CancellationToken cancel) => FindAsync(cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var refusal = await change.SendAsync(HttpContext.Session(), Address.Trim(), Confirmation, HttpContext.From(), cancel);
        return await ShowAsync(refusal, sent: refusal is null, cancel);
    }

    public async Task<IActionResult> OnPostConfirmAsync(CancellationToken cancel)
    {
        if (await change.ConfirmAsync(HttpContext.Session(), Address, Code, HttpContext.From(), cancel) is { } refusal)
            return await ShowAsync(refusal, sent: refusal != UserRefusals.MailUnfit, cancel);
        Response.Headers.Location = OwnModel.Path + OwnModel.SaidMailChanged;
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    private async Task<IActionResult> ShowAsync(Refusal? refusal, bool sent, CancellationToken cancel)
    {
        (Refusal, IsSent) = (refusal, sent);
        Response.StatusCode = refusal?.Status ?? StatusCodes.Status200OK;
        await FindAsync(cancel);
        return Page();
    }

    private async Task FindAsync(CancellationToken cancel)
    {
        var session = HttpContext.Session();
        Known = (await database.InTenantAsync(session.Bank, work => MailReader.FindAsync(work, session.UserId), cancel))?.Masked;
    }
}
