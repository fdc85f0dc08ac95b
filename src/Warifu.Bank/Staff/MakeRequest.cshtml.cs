using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Consents.Links;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Bank.Staff.Acts;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.Staff;

/// <summary>The first pair of eyes: what is asked for, to whom, on which paper form.</summary>
[OnFace(BankFaces.Staff)]
[NeedsStaff]
internal sealed class MakeRequestModel(Database database, StaffDesk desk) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "act")]
    public string ActName { get; set; } = "";

    [BindProperty(SupportsGet = true, Name = "contract")]
    public string? ContractId { get; set; }

    [BindProperty(SupportsGet = true, Name = "user")]
    public Guid? UserId { get; set; }

    [BindProperty(SupportsGet = true, Name = "account")]
    public string? AccountKey { get; set; }

    [BindProperty]
    public string Paper { get; set; } = "";

    [BindProperty]
    public string? Pin { get; set; }

    /// <summary>A page that leads here may know it.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Detail { get; set; }

    [BindProperty]
    public string? DetailEn { get; set; }

    public StaffAct Act { get; private set; } = null!;

    public string? LoginId { get; private set; }

    /// <summary>Which it is about; null where it is about none.</summary>
    public GivenLink? Link { get; private set; }

    public Refusal? Refusal { get; private set; }

    public string Back => ContractId is null ? "/" : $"/contracts/{ContractId}";

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(null, cancel);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var asked = await desk.AskAsync(
            HttpContext.Staff(), new(ActName, ContractId, UserId, AccountKey, Paper, Pin, Detail, DetailEn), HttpContext.From(), cancel);
        if (asked.Refusal is { } refusal)
            return await ShowAsync(refusal, cancel);
        Response.Headers.Location = $"/requests/{asked.Value}";
        return StatusCode(StatusCodes.Status303SeeOther);
    }

    private async Task<IActionResult> ShowAsync(Refusal? refusal, CancellationToken cancel)
    {
        var staff = HttpContext.Staff();
        if (!staff.Has(StaffRole.Request))
            return this.Refused(StaffRefusals.RoleMissing);
        if (desk.Find(staff.Bank, ActName) is not { } act)
            return this.Refused(StaffRefusals.ActUnknown);
        (Act, Refusal) = (act, refusal);
        (LoginId, Link) = await database.InTenantAsync(staff.Bank, async work => (
            await work.SingleOrDefaultAsync<string>(
                "select login_id from customer_user where bank_code = @Tenant and user_id = @UserId and contract_id = @ContractId", new { work.Tenant, UserId, ContractId }),
            await EndLink.LinkAsync(work, act, ContractId, Detail, database.Time.GetUtcNow())), cancel);
        if (UserId is not null && LoginId is null)
            return this.Refused(StaffRefusals.TargetNotThere);
        return this.PageWith(refusal);
    }
}
