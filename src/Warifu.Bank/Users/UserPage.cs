using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Certificates;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>A page about one user of the company, and what may be done to him.</summary>
internal abstract class UserPage(Database database, Banks banks) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "user")]
    public Guid UserId { get; set; }

    /// <summary>確認用パスワード</summary>
    [BindProperty]
    public string Confirmation { get; set; } = "";

    public ContractUser Chosen { get; private set; } = null!;

    public HeldCertificate Held { get; private set; } = null!;

    /// <summary>Who is signed in.</summary>
    public ContractUser Actor { get; private set; } = null!;

    public Refusal? Refusal { get; private set; }

    public BankProfile Profile => banks.Of(HttpContext).Profile;

    /// <summary>Whether the signed-in user may act on the one shown.</summary>
    public bool MayAct => UserRules.Governs(Actor, Chosen.Kind, Chosen.Rights);

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(null, cancel);

    /// <summary>Why the act of this page cannot be done to the chosen user at all; null when it can.</summary>
    protected abstract Refusal? Forbids();

    protected async Task<IActionResult> ShowAsync(Refusal? refusal, CancellationToken cancel)
    {
        var session = HttpContext.Session();
        var (users, held) = await database.InTenantAsync(session.Bank, async work => (
            await ContractUser.OfAsync(work, session.ContractId, Profile),
            await HeldCertificates.OfUserAsync(work, UserId, Profile, database.Time.GetUtcNow())), cancel);
        if (users.SingleOrDefault(user => user.UserId == UserId) is not { } chosen)
            return this.Refused(UserRefusals.NotThere);
        (Chosen, Held, Actor, Refusal) = (chosen, held!, users.Single(user => user.UserId == session.UserId), refusal);
        if (Forbids() is { } forbidden)
            return this.Refused(forbidden);
        return this.PageWith(refusal);
    }

    /// <summary>After the act: back to the user, who shows what was done.</summary>
    protected async Task<IActionResult> DoneAsync<T>(Outcome<T> outcome, string path, CancellationToken cancel)
    {
        if (outcome.Refusal is { } refusal)
            return await ShowAsync(refusal, cancel);
        Response.Headers.Location = path;
        return StatusCode(StatusCodes.Status303SeeOther);
    }
}
