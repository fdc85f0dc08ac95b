using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.SignIn.OneTime;

/// <summary>
/// Registration of an authenticator app. 1. 確認用パスワード. 2. The picture. 3. The digits that prove that the app has it. Whatever was
/// registered before stays until then.
/// </summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession]
internal sealed class AuthenticatorModel(Database database, Banks banks, Confirmation confirming, Authenticators authenticators, Translation language) : PageModel
{
    public const string Path = "/one-time-password";

    [BindProperty]
    public string Confirmation { get; set; } = "";

    [BindProperty]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "said")]
    public string? Said { get; set; }

    public bool IsRegistered { get; private set; }

    /// <summary>The secret while it is shown.</summary>
    public byte[]? Offered { get; private set; }

    public Refusal? Refusal { get; private set; }

    public Session Session => HttpContext.Session();

    public string Address => Totp.Address(banks.Of(HttpContext).Profile.Name.En, Session.LoginId, Offered);

    public string WhenAsked => language[banks.Of(HttpContext).Profile.OneTime.Asked switch
    {
        OneTimeAsked.Always => new Phrase("ワンタイムパスワードは、ログインのたびにお尋ねします。", "A one-time password is asked at every sign-in."),
        OneTimeAsked.NewPlace => new("ワンタイムパスワードは、いつもと違う場所からログインするときにお尋ねします。", "A one-time password is asked when you sign in from a new place."),
        _ => new("現在、ログインではワンタイムパスワードをお尋ねしていません。", "No one-time password is asked at sign-in at present."),
    }];

    /// <summary>A bank whose profile has no apps has no such page.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (!banks.Of(HttpContext).Profile.OneTime.Ways.Contains(OneTimeWay.Totp))
            context.Result = this.Refused(WebRefusals.NotFound);
    }

    public string Spaced(byte[] secret) => string.Join(' ', Totp.Text(secret).Chunk(4).Select(four => new string(four)));

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(null, cancel);

    public async Task<IActionResult> OnPostOfferAsync(CancellationToken cancel)
    {
        if (await confirming.AskAsync(Session, Confirmation, HttpContext.From(), cancel) is { } unconfirmed)
            return await ShowAsync(unconfirmed, cancel);
        Offered = await database.InTenantAsync(Session.Bank, async work =>
        {
            await Doors.ClearAsync(work, Session.UserId, Door.Confirmation);
            return await authenticators.OfferAsync(work, Session.UserId);
        }, cancel);
        return Page();
    }

    public async Task<IActionResult> OnPostRegisterAsync(CancellationToken cancel)
    {
        if (await database.InTenantAsync(Session.Bank, work => authenticators.RegisterAsync(
            work, HistoryEntry.Of(Session, HttpContext.From()), Session.UserId, Code, database.Time.GetUtcNow()), cancel))
            return Done("registered");
        Offered = await database.InTenantAsync(Session.Bank, work => authenticators.OfferedAsync(work, Session.UserId), cancel);
        return await ShowAsync(OneTimeRefusals.WrongProof, cancel);
    }

    public async Task<IActionResult> OnPostRemoveAsync(CancellationToken cancel)
    {
        if (await confirming.AskAsync(Session, Confirmation, HttpContext.From(), cancel) is { } unconfirmed)
            return await ShowAsync(unconfirmed, cancel);
        await database.InTenantAsync(Session.Bank, async work =>
        {
            await Doors.ClearAsync(work, Session.UserId, Door.Confirmation);
            await authenticators.RemoveAsync(work, HistoryEntry.Of(Session, HttpContext.From()), Session.UserId, database.Time.GetUtcNow());
        }, cancel);
        return Done("removed");
    }

    private StatusCodeResult Done(string said)
    {
        Response.Headers.Location = $"{Path}?said={said}";
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    private async Task<IActionResult> ShowAsync(Refusal? refusal, CancellationToken cancel)
    {
        IsRegistered = await database.InTenantAsync(Session.Bank, work => Authenticators.IsRegisteredAsync(work, Session.UserId), cancel);
        Refusal = refusal;
        return this.PageWith(refusal);
    }
}
