using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Certificates;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Staff;

/// <summary>受付一覧: what waits for a second pair of eyes, and what was decided lately.</summary>
[OnFace(BankFaces.Staff)]
[NeedsStaff]
internal sealed class StaffHomeModel(Database database, Banks banks, StaffDesk desk) : PageModel
{
    private const int Shown = 20;

    public StaffSession Staff => HttpContext.Staff();

    public IReadOnlyList<StaffRequest> Open { get; private set; } = [];

    public IReadOnlyList<StaffRequest> Decided { get; private set; } = [];

    /// <summary>Since when the bank has not heard of its Authority; null while it does.</summary>
    public DateTimeOffset? SilentSince { get; private set; }

    public bool HasLinks => banks.Of(HttpContext).Profile.ApiLink is not null;

    public Phrase Words(string act) => desk.Find(Staff.Bank, act)?.Words ?? new(act, act);

    public Task OnGetAsync(CancellationToken cancel) => database.InTenantAsync(Staff.Bank, async work =>
    {
        var now = database.Time.GetUtcNow();
        Open = await StaffRequest.OpenAsync(work);
        Decided = await StaffRequest.DecidedAsync(work, null, Shown);
        var hearing = await AuthorityHearing.OfAsync(work, now);
        SilentSince = hearing.IsSilent(now) ? hearing.HeardAt : null;
    }, cancel);
}
