using System.Globalization;
using Warifu.Wire;

namespace Warifu.Statements.Formats.Csv;

/// <summary>
/// Writes a statement as CSV: a line of titles, then one line for each booking, with the columns that Japanese banks' files
/// have (照会口座, 番号, 勘定日, …). Withdrawals and deposits stand in columns of their own, both positive.
/// </summary>
public static class CsvWriter
{
    private static readonly Phrase[] Titles =
    [
        new("照会口座", "Account"), new("番号", "Number"), new("勘定日", "Booking date"), new("起算日", "Value date"),
        new("出金金額", "Withdrawal"), new("入金金額", "Deposit"), new("小切手区分", "Cheque kind"), new("残高", "Balance"),
        new("取引区分", "Kind"), new("明細区分", "Number of kind"), new("金融機関名", "Remitting bank"), new("支店名", "Remitting branch"),
        new("摘要", "Description"),
    ];

    /// <param name="japanese">The language of titles and kinds.</param>
    public static byte[] Write(Statement statement, bool japanese, CsvEncoding encoding)
    {
        var file = new CsvText();
        file.Line([.. Titles.Select(title => title.In(japanese))]);
        foreach (var (at, line) in statement.Lines.Index())
            file.Text($"{statement.Account}", first: true)
                .Number(at + 1)
                .Text(Day(line.BookingDate))
                .Text(Day(line.ValueDate))
                .Number(line.Amount < 0 ? -line.Amount : null)
                .Number(line.Amount < 0 ? null : line.Amount)
                .Text(line.Cheque?.Kind)
                .Number(line.Balance)
                .Text(line.Kind is { } kind ? TransactionKinds.Words(kind).In(japanese) : "")
                .Number((int?)line.Kind)
                .Text(line.Remitter?.Bank)
                .Text(line.Remitter?.Branch)
                .Text(string.Join(' ', new[] { line.Description, line.Counterparty }.Where(text => !string.IsNullOrEmpty(text))))
                .End();
        return file.Encoded(encoding);
    }

    private static string Day(DateOnly day) => day.ToString("yyyy/MM/dd", CultureInfo.InvariantCulture);
}
