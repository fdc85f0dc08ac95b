using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Bank.Staff;
using Warifu.Postgres;
using Warifu.Statements.Formats.Csv;
using Warifu.Web.Faces;
using Warifu.Web.Languages;
using Warifu.Web.Problems;

namespace Warifu.Bank.History;

/// <summary>操作履歴照会 (seed 003, BSSK001): what a user did, and for who manages users what his company's users did.</summary>
[OnFace(BankFaces.Cert, BankFaces.Www)]
[NeedsSession]
internal sealed class HistoryPageModel(Database database, StaffDesk desk, Translation translation) : AskedHistory(database, desk, translation)
{
    public const string Path = "/manage/history";

    private const int MostInFile = 100_000;

    private readonly Database database = database;
    private readonly Translation translation = translation;

    /// <summary>Whether he sees others' acts too.</summary>
    public bool SeesOthers => HttpContext.Session().May(Right.ManageUsers);

    public IReadOnlyList<string> Users { get; private set; } = [];

    public string FilePath => PathTo("&handler=Csv");

    private HistoryQuery Query => QueryOf(HttpContext.Session().ContractId, SeesOthers ? Given(By) : HttpContext.Session().LoginId);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!IsPeriod)
            return this.Refused(PeriodWrong);
        var session = HttpContext.Session();
        if (SeesOthers)
            Users = await database.InTenantAsync(session.Bank, work => work.QueryAsync<string>(
                "select login_id from customer_user where bank_code = @Tenant and contract_id = @ContractId order by login_id", new { work.Tenant, session.ContractId }), cancel);
        await ReadAsync(session.Bank, Query, cancel);
        return Page();
    }

    public async Task<IActionResult> OnGetCsvAsync(CancellationToken cancel)
    {
        if (!IsPeriod)
            return this.Refused(PeriodWrong);
        var session = HttpContext.Session();
        var acts = await database.InTenantAsync(session.Bank, work => Query.ReadAsync(work, null, MostInFile), cancel);
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

    protected override string PathTo(string more) => string.Create(CultureInfo.InvariantCulture,
        $"{Path}?from={From:yyyy-MM-dd}&to={To:yyyy-MM-dd}&by={Escaped(By)}&act={Escaped(Act)}{more}");
}
