using System.Globalization;
using Warifu.Bank.Profiles;
using Warifu.Statements;
using Warifu.Statements.Formats.Camt;
using Warifu.Statements.Formats.Csv;
using Warifu.Statements.Formats.Zengin;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Bank.Accounts;

/// <summary>A form in which a statement can be downloaded.</summary>
/// <param name="Name">In addresses and in the history.</param>
/// <param name="Extension">Of the file's name.</param>
/// <param name="Write">May refuse with <see cref="FormatException"/> what the form cannot carry.</param>
internal sealed record StatementForm(string Name, Phrase Words, string ContentType, string Extension, Func<StatementFile, byte[]> Write)
{
    /// <summary>In the order in which the page offers them.</summary>
    public static IReadOnlyList<StatementForm> All { get; } =
    [
        new("csv", new("CSV（UTF-8）", "CSV (UTF-8)"), "text/csv; charset=utf-8", "csv", file => CsvWriter.Write(file.Statement, file.InJapanese, CsvEncoding.Utf8)),
        new("csv-sjis", new("CSV（Shift_JIS）", "CSV (Shift_JIS)"), "text/csv; charset=Shift_JIS", "csv", file => CsvWriter.Write(file.Statement, file.InJapanese, CsvEncoding.ShiftJis)),
        new("zengin", new("全銀形式（入出金取引明細）", "全銀 (03)"), "application/octet-stream", "txt", file => file.Zengin()),
        new("camt053", new("camt.053（XML）", "camt.053 (XML)"), "application/xml", "xml", file => file.Camt()),
    ];

    public static StatementForm? Of(string? name) => All.FirstOrDefault(form => form.Name == name);
}

/// <summary>The lines of a period, to be written in some form.</summary>
internal sealed record StatementFile(BankProfile Profile, ListedAccount Account, StatementPeriod Period, IReadOnlyList<LineRow> Rows, DateTimeOffset Now, bool InJapanese)
{
    public Statement Statement { get; } = new(
        Account.Key, Account.HolderKana, "JPY", new DateWindow(Period.From, Period.To), Period.Opening, Period.Closing,
        [.. Rows.Select(row => row.ToLine() with { ItemKey = $"{row.Key}" })]);

    public string NameAs(StatementForm form) =>
        string.Create(CultureInfo.InvariantCulture, $"{Account.Key}-{Period.From:yyyyMMdd}-{Period.To:yyyyMMdd}.{form.Extension}");

    /// <exception cref="FormatException">A text that is not half-width, or an account of a kind that the format has other records for.</exception>
    public byte[] Zengin()
    {
        // 照会番号 is a number within the file.
        var numbered = Statement.Lines.Select((line, at) => line with { ItemKey = (at + 1).ToString("D8", CultureInfo.InvariantCulture) }).ToList();
        var statement = new Statement(
            Statement.Account, Statement.AccountName, Statement.Currency, Statement.Window, Statement.Opening, Statement.Closing, numbered);
        return ZenginWriter.Write(new ZenginFile(JapanTime.DayOf(Now), [new ZenginAccount(statement, Profile.KanaName, Account.BranchKana)]));
    }

    public byte[] Camt() => CamtWriter.Write(new CamtStatement(Statement, Profile.Name.Ja, Account.BranchName, JapanTime.Of(Now)));
}
