using System.Globalization;
using Microsoft.AspNetCore.Mvc;
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
internal sealed class StaffHistoryModel(Database database, StaffDesk desk, Translation translation) : AskedHistory(database, desk, translation)
{
    public const string Path = "/history";

    [BindProperty(SupportsGet = true)]
    public string? Contract { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!IsPeriod)
            return this.Refused(PeriodWrong);
        await ReadAsync(HttpContext.Staff().Bank, QueryOf(Given(Contract), Given(By)) with { ByStaff = true }, cancel);
        return Page();
    }

    protected override string PathTo(string more) => string.Create(CultureInfo.InvariantCulture,
        $"{Path}?from={From:yyyy-MM-dd}&to={To:yyyy-MM-dd}&by={Escaped(By)}&contract={Escaped(Contract)}&act={Escaped(Act)}{more}");
}
