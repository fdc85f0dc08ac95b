using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.Staff.Acts;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.Staff;

/// <summary>A contract, its users and accounts, and what can be asked for them.</summary>
[OnFace(BankFaces.Staff)]
[NeedsStaff]
internal sealed class ContractPageModel(Database database, Banks banks, StaffDesk desk) : PageModel
{
    private const int Shown = 20;

    [BindProperty(SupportsGet = true, Name = "contract")]
    public string ContractId { get; set; } = "";

    public StaffContract Contract { get; private set; } = null!;

    public IReadOnlyList<StaffRequest> Decided { get; private set; } = [];

    public DateTimeOffset Now { get; } = database.Time.GetUtcNow();

    public bool MayAsk => HttpContext.Staff().Has(StaffRole.Request);

    public IEnumerable<StaffAct> ActsOn(StaffTarget target) => desk.OfferedTo(HttpContext.Staff().Bank).Where(act => act.Target == target);

    /// <summary>But the method that the contract has.</summary>
    public IEnumerable<StaffAct> ActsOnContract => ActsOn(StaffTarget.Contract).Where(act => act is not CertificateMethod { Method: var method } || method != Contract.SignInMethod);

    /// <summary>But what is done to one of his links.</summary>
    public IEnumerable<StaffAct> ActsOnUser => ActsOn(StaffTarget.User).Where(act => act.Input != StaffInput.Link);

    /// <summary>Null where the bank has no links.</summary>
    public StaffAct? EndLink => ActsOn(StaffTarget.User).OfType<EndLink>().FirstOrDefault();

    public Phrase Words(string act) => desk.Find(HttpContext.Staff().Bank, act)?.Words ?? new(act, act);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var bank = HttpContext.Staff().Bank;
        var found = await database.InTenantAsync(bank, async work =>
        {
            Decided = await StaffRequest.DecidedAsync(work, ContractId, Shown);
            return await StaffContract.FindAsync(work, ContractId, banks.Of(bank).Profile, Now);
        }, cancel);
        if (found is null)
            return this.Refused(StaffRefusals.TargetNotThere);
        Contract = found;
        return Page();
    }
}
