using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>情報アクセス許可 (seed 002, 手順5): who, what, which accounts, how long; a box to tick; 拒否 or 許可, and back to the service either way.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.InquireStatements, ForConsent = true)]
internal sealed class AllowModel(Database database, Banks banks, ConsentDeciding deciding, Translation translation) : PageModel
{
    private const string Allow = "allow";

    [BindProperty]
    public string Answer { get; set; } = "";

    /// <summary>許可手続きを継続する.</summary>
    [BindProperty]
    public bool GoOn { get; set; }

    /// <summary>Fingerprint of what the page said that is answered.</summary>
    [BindProperty]
    public string? Shown { get; set; }

    public ConsentText Text { get; private set; } = null!;

    public Refusal? Refusal { get; private set; }

    public static string PathTo(Guid consent) => $"/consents/{consent}/allow";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(null, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is { } gone)
            return this.Refused(gone);
        if (Answer == Allow && !GoOn)
            return await ShowAsync(ConsentRefusals.NotTicked, cancel);
        // Another tab changed the language or registered an account, or a day has passed: nobody allows what he has not seen.
        if (Answer == Allow && Shown != Text.Fingerprint)
            return await ShowAsync(ConsentRefusals.ShownOther, cancel);
        return await this.AnswerAsync(deciding, Answer == Allow ? Text : null, cancel);
    }

    private async Task<IActionResult> ShowAsync(Refusal? refusal, CancellationToken cancel)
    {
        if (await ReadAsync(cancel) is { } gone)
            return this.Refused(gone);
        Refusal = refusal;
        Response.StatusCode = refusal?.Status ?? StatusCodes.Status200OK;
        return Page();
    }

    private Task<Refusal?> ReadAsync(CancellationToken cancel) => database.InTenantAsync(HttpContext.Session().Bank, async work =>
    {
        var now = database.Time.GetUtcNow();
        var found = await OpenConsent.FindAsync(work, this.Consent(), now);
        if (found.Refusal is { } refusal)
            return refusal;
        var (consent, client) = found.Value;
        IReadOnlyList<InquiryAccount> accounts = [.. (await InquiryAccounts.OfAsync(work, HttpContext.Session().ContractId)).Where(account => account.IsRegistered)];
        if (accounts.Count == 0)
            return ConsentRefusals.NoAccount;
        if (consent.Wanted.Count == 0)
            return ConsentRefusals.NothingChosen;
        Text = ConsentText.Of(translation, banks.Of(HttpContext).Profile, client, consent.Wanted, accounts, now);
        this.LeadsBack(consent);
        return null;
    }, cancel);
}
