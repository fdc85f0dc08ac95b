using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Postgres.Secrets;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>照会用暗証番号登録 (seed 002, 手順3): accounts that are not registered yet, with the PIN filed for each.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession(Right.InquireStatements, ForConsent = true)]
internal sealed class RegisterPinsModel(Database database, Banks banks, ServerKey key) : PageModel
{
    private const int PinLength = 4;

    /// <summary>Keys of the accounts.</summary>
    [BindProperty]
    public string[] Chosen { get; set; } = [];

    /// <summary>By the account's key.</summary>
    [BindProperty]
    public Dictionary<string, string> Pins { get; set; } = [];

    public Guid Id => this.Consent();

    public Phrase Bank => banks.Of(HttpContext).Profile.Name;

    public IReadOnlyList<InquiryAccount> Accounts { get; private set; } = [];

    public Refusal? Refusal { get; private set; }

    public static string PathTo(Guid consent) => $"/consents/{consent}/accounts";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => InConsentAsync(_ => Task.FromResult<IActionResult>(Page()), cancel);

    public Task<IActionResult> OnPostAsync(CancellationToken cancel) => InConsentAsync(async work =>
    {
        var session = HttpContext.Session();
        // Who types a PIN means its account, whether he ticked it or not.
        var entered = Accounts.Where(account => account.MayEnter)
            .Select(account => (account.Key, Pin: Pins.GetValueOrDefault($"{account.Key}") ?? ""))
            .Where(one => Chosen.Contains($"{one.Key}") || one.Pin.Length > 0).ToList();
        if (entered.Count == 0 || entered.Any(one => one.Pin.Length != PinLength || !one.Pin.All(char.IsAsciiDigit)))
        {
            Refusal = ConsentRefusals.NoPinEntered;
            Response.StatusCode = StatusCodes.Status400BadRequest;
            return Page();
        }
        var entry = HistoryEntry.Of(session, HttpContext.From());
        foreach (var (account, pin) in entered)
            await InquiryAccounts.RegisterAsync(work, key, session.ContractId, session.UserId, account, pin, entry, database.Time.GetUtcNow());
        return this.SeeOther(RegisteredPinsModel.PathTo(Id));
    }, cancel);

    private Task<IActionResult> InConsentAsync(Func<Work, Task<IActionResult>> act, CancellationToken cancel) =>
        database.InTenantAsync(HttpContext.Session().Bank, async work =>
        {
            var found = await Consent.FindAsync(work, Id, database.Time.GetUtcNow());
            if (found.Refusal is { } refusal)
                return this.Refused(refusal);
            Accounts = await InquiryAccounts.OfAsync(work, HttpContext.Session().ContractId);
            foreach (var account in Accounts)
                Pins.TryAdd($"{account.Key}", "");
            return await act(work);
        }, cancel);
}
