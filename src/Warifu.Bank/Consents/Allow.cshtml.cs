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
        if (Answer != Allow)
            return this.Answered(await deciding.RefuseAsync(this.Answering(), cancel));
        if (!GoOn)
            return await ShowAsync(ConsentRefusals.NotTicked, cancel);
        var allowed = await deciding.AllowAsync(this.Answering(), Shown, translation, cancel);
        // Another tab changed the language or registered an account, or a day has passed.
        return allowed.Refusal == ConsentRefusals.ShownOther ? await ShowAsync(allowed.Refusal, cancel) : this.Answered(allowed);
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
        var offered = await OfferedGrant.OfAsync(work, HttpContext.Session(), found.Value, banks.Of(HttpContext).Profile, translation, now);
        if (offered.Refusal is { } notThere)
            return notThere;
        Text = offered.Value.Text;
        this.LeadsBack(found.Value.Consent);
        return null;
    }, cancel);
}
