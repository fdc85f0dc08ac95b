using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Bank.Staff;
using Warifu.Postgres;
using Warifu.Statements.Formats.Csv;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.History;

/// <summary>操作履歴照会 (seed 003, BSSK001): what a user did, and for who manages users what his company's users did.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession]
internal sealed class HistoryPageModel(Database database, StaffDesk desk, Translation translation) : PageModel
{
    public const string Path = "/manage/history";

    public static readonly Refusal PeriodWrong = new("history-period-wrong", 400,
        new("照会期間を読み取れません。", "The period cannot be read."),
        new("開始日と終了日を確かめて、もう一度照会してください。", "Check both days and ask again."));

    private const int OnPage = 50;
    private const int MostInFile = 100_000;

    [BindProperty(SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true)]
    public DateOnly? To { get; set; }

    /// <summary>A login ID.</summary>
    [BindProperty(SupportsGet = true)]
    public string? By { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Act { get; set; }

    /// <summary>The last entry of the page before.</summary>
    [BindProperty(SupportsGet = true)]
    public long? Before { get; set; }

    /// <summary>Whether he sees others' acts too.</summary>
    public bool SeesOthers => HttpContext.Session().May(Right.ManageUsers);

    public IReadOnlyList<string> Users { get; private set; } = [];

    public IReadOnlyList<RecordedAct> Acts { get; private set; } = [];

    public string? NextPage { get; private set; }

    public string? DetailOf(RecordedAct act) => desk.InWords(act, translation);

    public string FilePath => PathTo("&handler=Csv");

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid || From > To)
            return this.Refused(PeriodWrong);
        var session = HttpContext.Session();
        return await database.InTenantAsync<IActionResult>(session.Bank, async work =>
        {
            if (SeesOthers)
                Users = await work.QueryAsync<string>(
                    "select login_id from customer_user where bank_code = @Tenant and contract_id = @ContractId order by login_id", new { work.Tenant, session.ContractId });
            var read = await QueryOf(session).ReadAsync(work, Before, OnPage + 1);
            Acts = [.. read.Take(OnPage)];
            if (read.Count > OnPage)
                NextPage = PathTo($"&before={Acts[^1].HistoryId}");
            return Page();
        }, cancel);
    }

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancel)
    {
        if (!ModelState.IsValid || From > To)
            return this.Refused(PeriodWrong);
        var session = HttpContext.Session();
        var acts = await database.InTenantAsync(session.Bank, work => QueryOf(session).ReadAsync(work, null, MostInFile), cancel);
        var file = new CsvText();
        file.Line(
            translation["日時", "Time"], translation["ログインID", "Login ID"], translation["操作", "Act"], translation["内容", "Detail"],
            translation["接続元", "From"], translation["証明書シリアル番号", "Certificate serial number"]);
        foreach (var act in acts)
            file.Line(
                JapanTime.Of(act.At).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture), act.LoginId, translation[ActWords.Of(act.Act)], DetailOf(act),
                act.FromAddress, act.CertificateSerial);
        return File(file.Encoded(CsvEncoding.Utf8), "text/csv; charset=utf-8", $"history-{session.ContractId}.csv");
    }

    private HistoryQuery QueryOf(Session session) => new(
        session.ContractId, From is { } from ? JapanTime.BeginningOf(from) : null, To is { } to ? JapanTime.BeginningOf(to.AddDays(1)) : null,
        SeesOthers ? Given(By) : session.LoginId, Given(Act));

    private string PathTo(string more) => string.Create(CultureInfo.InvariantCulture,
        $"{Path}?from={From:yyyy-MM-dd}&to={To:yyyy-MM-dd}&by={Uri.EscapeDataString(By ?? "")}&act={Uri.EscapeDataString(Act ?? "")}{more}");

    private static string? Given(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
