using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Staff;
using Warifu.Postgres;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Bank.History;

/// <summary>操作履歴照会 as customers and staff ask for it: a period, a person, a kind of act; page by page, the latest first.</summary>
internal abstract class AskedHistory(Database database, StaffDesk desk, Translation translation) : PageModel
{
    public static readonly Refusal PeriodWrong = new("history-period-wrong", 400,
        new("照会期間を読み取れません。", "The period cannot be read."),
        new("開始日と終了日を確かめて、もう一度照会してください。", "Check both days and ask again."));

    private const int OnPage = 50;

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>A login ID; for staff also <c>staff:</c> and a staff ID.</summary>
    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Act { get; set; }

    /// <summary>The last entry of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    public IReadOnlyList<RecordedAct> Acts { get; private set; } = [];

    public string? NextPage { get; private set; }

    /// <summary>Whether the period can be read.</summary>
    protected bool IsPeriod => ModelState.IsValid && !(From > To);

    public string? DetailOf(RecordedAct act) => desk.InWords(act, translation);

    /// <summary>The same question with more in its address.</summary>
    protected abstract string PathTo(string more);

    /// <summary>Reads one page.</summary>
    protected async Task ReadAsync(string bank, HistoryQuery query, CancellationToken cancel)
    {
        var read = await database.InTenantAsync(bank, work => query.ReadAsync(work, Before, OnPage + 1), cancel);
        Acts = [.. read.Take(OnPage)];
        if (read.Count > OnPage)
            NextPage = PathTo($"&before={Acts[^1].HistoryId}");
    }

    protected HistoryQuery QueryOf(string? contractId, string? loginId) => new(
        contractId, From is { } from ? JapanTime.BeginningOf(from) : null, To is { } to ? JapanTime.BeginningOf(to.AddDays(1)) : null, loginId, Given(Act));

    protected static string? Given(string? value) => string.IsNullOrWhiteSpace(value) ? null : value.Trim();

    protected static string Escaped(string? value) => Uri.EscapeDataString(value ?? "");
}
