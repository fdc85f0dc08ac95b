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

/// <summary>The second pair of eyes: approve or reject a colleague's request, or withdraw one's own. What is printed is shown here once.</summary>
[OnFace(BankFaces.Staff)]
[NeedsStaff]
internal sealed class RequestPageModel(Database database, StaffDesk desk) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "request")]
    public Guid RequestId { get; set; }

    /// <summary>照会用暗証番号, typed a second time.</summary>
    [BindProperty]
    public string? Pin { get; set; }

    public StaffRequest Asked { get; private set; } = null!;

    public StaffAct? Act { get; private set; }

    /// <summary>Which it is about; null where it is about none.</summary>
    public GivenLink? Link { get; private set; }

    /// <summary>Right after the approval.</summary>
    public StaffPaper? Paper { get; private set; }

    public Refusal? Refusal { get; private set; }

    public bool IsOwn => Asked.RequestedBy == HttpContext.Staff().StaffId;

    public bool MayDecide => Asked.IsOpen && !IsOwn && HttpContext.Staff().Has(StaffRole.Approve);

    public Task<IActionResult> OnGetAsync(CancellationToken cancel) => ShowAsync(null, cancel);

    public async Task<IActionResult> OnPostApproveAsync(CancellationToken cancel)
    {
        var done = await desk.ApproveAsync(HttpContext.Staff(), RequestId, Pin, HttpContext.From(), cancel);
        Paper = done.Refusal is null ? done.Value : null;
        return await ShowAsync(done.Refusal, cancel);
    }

    public async Task<IActionResult> OnPostRejectAsync(CancellationToken cancel) =>
        await ShowAsync((await desk.RejectAsync(HttpContext.Staff(), RequestId, HttpContext.From(), cancel)).Refusal, cancel);

    public async Task<IActionResult> OnPostWithdrawAsync(CancellationToken cancel) =>
        await ShowAsync((await desk.WithdrawAsync(HttpContext.Staff(), RequestId, HttpContext.From(), cancel)).Refusal, cancel);

    private async Task<IActionResult> ShowAsync(Refusal? refusal, CancellationToken cancel)
    {
        var bank = HttpContext.Staff().Bank;
        if (await database.InTenantAsync(bank, work => StaffRequest.FindAsync(work, RequestId), cancel) is not { } asked)
            return this.Refused(StaffRefusals.RequestNotThere);
        (Asked, Act, Refusal) = (asked, desk.Find(bank, asked.Act), refusal);
        Link = await database.InTenantAsync(bank, work => EndLink.LinkAsync(work, Act, asked.ContractId, asked.Detail, database.Time.GetUtcNow()), cancel);
        return this.PageWith(refusal);
    }
}
