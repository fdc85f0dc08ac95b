using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;

namespace Warifu.Bank.Staff;

/// <summary>操作履歴 of the whole bank, customers' and colleagues' acts alike, the latest first.</summary>
[OnFace(BankFaces.Staff)]
[NeedsStaff]
internal sealed class StaffHistoryModel(Database database, StaffDesk desk, Translation translation) : PageModel
{
    public const string Path = "/history";

    private const int OnPage = 50;

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>A login ID, or <c>staff:</c> and a staff ID.</summary>
    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Contract { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Act { get; set; }

    /// <summary>The last entry of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public IReadOnlyList<RecordedAct> Acts { get; private set; } = [];

    public string? NextPage { get; private set; }

    public string? DetailOf(RecordedAct act) => desk.InWords(act, translation);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid || From > To)
            return this.Refused(HistoryPageModel.PeriodWrong);
        var query = new HistoryQuery(
            Given(Contract), From is { } from ? JapanTime.BeginningOf(from) : null, To is { } to ? JapanTime.BeginningOf(to.AddDays(1)) : null,
            Given(By), Given(Act))
        { ByStaff = true };
        var read = await database.InTenantAsync(HttpContext.Staff().Bank, work => query.ReadAsync(work, Before, OnPage + 1), cancel);
        Acts = [.. read.Take(OnPage)];
        if (read.Count > OnPage)
            NextPage = string.Create(CultureInfo.InvariantCulture,
                $"{Path}?from={From:yyyy-MM-dd}&to={To:yyyy-MM-dd}&by={Escaped(By)}&contract={Escaped(Contract)}&act={Escaped(Act)}&before={Acts[^1].HistoryId}");
        return Page();
    }

    private static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    private static string Escaped(string? value) => Uri.EscapeDataString(value ?? "");
}
