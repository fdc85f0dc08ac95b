using Warifu.Wire;
using static Warifu.Statements.Formats.Zengin.ZenginFields;

namespace Warifu.Statements.Formats.Zengin;

/// <summary>Reads one account of a file: header first, then its lines, then its trailer, which closes it.</summary>
internal sealed class ZenginAccountReader
{
    /// <summary>What the balance columns can carry.</summary>
    private const decimal LargestBalance = 99_999_999_999_999m;

    private readonly ZenginLayout layout;
    private readonly ZenginFaults faults;
    private readonly int faultsBefore;
    private readonly AccountKey? account;
    private readonly DateWindow? window;
    private readonly string accountName;
    private readonly string bankName;
    private readonly string branchName;
    private readonly decimal opening;
    private readonly List<StatementLine> lines = [];
    private readonly ZenginSums sums = new();

    public ZenginAccountReader(ZenginRecord header, ZenginLayout layout, ZenginFaults faults)
    {
        (this.layout, this.faults, faultsBefore) = (layout, faults, faults.All.Count);
        if (header.Digits(Header.Kind) != "03")
            header.Fault(Header.Kind, "入出金取引明細は 03 です。", "03 for 入出金取引明細.");
        if (header.OneOf(Header.CodeKind, "01") != (header.Ebcdic ? '1' : '0'))
            header.Fault(Header.CodeKind, "ファイルの文字コードと合いません。", "it does not match the file's character code.");
        (Created, window) = Dates(header);
        bankName = header.Text(Header.BankName);
        branchName = header.Text(Header.BranchName);
        accountName = header.Text(Header.AccountName);
        account = Account(header);
        opening = header.Balance(Header.Overdraft, Header.Opening);
    }

    public DateOnly? Created { get; }

    public void Line(ZenginRecord record)
    {
        var line = new ZenginLineReader(record).Read(window, sums, layout);
        if (decimal.Abs(opening + sums.Effect) > LargestBalance)
            record.Fault(Data.Amount, "残高が 14 桁を超えます。", "the balance grows beyond 14 digits.");
        if (line is not null)
            lines.Add(line);
    }

    /// <summary>Null when anything of the account is wrong.</summary>
    public ZenginAccount? Trailer(ZenginRecord record)
    {
        Same(record, ZenginFields.Trailer.InCount, sums.InCount);
        Same(record, ZenginFields.Trailer.InTotal, sums.InTotal);
        Same(record, ZenginFields.Trailer.OutCount, sums.OutCount);
        Same(record, ZenginFields.Trailer.OutTotal, sums.OutTotal);
        Same(record, ZenginFields.Trailer.DataCount, sums.Records);
        var closing = record.Balance(ZenginFields.Trailer.Overdraft, ZenginFields.Trailer.Closing);
        if (opening + sums.Effect != closing)
        {
            record.Fault(
                ZenginFields.Trailer.Closing, $"取引前残高と明細の合計は {opening + sums.Effect} です。",
                $"balance before and lines make {opening + sums.Effect}.");
        }

        if (faults.All.Count > faultsBefore || account is null || window is null)
            return null;
        var statement = new Statement(account, accountName, "JPY", window, opening, closing, lines);
        return new ZenginAccount(statement.Counted(), bankName, branchName);
    }

    private static void Same(ZenginRecord record, Field field, decimal counted)
    {
        if (record.Number14(field) != counted)
            record.Fault(field, $"データ・レコードから数えると {counted} です。", $"the data records make {counted}.");
    }

    private (DateOnly?, DateWindow?) Dates(ZenginRecord header)
    {
        var (created, from, to) = (header.Digits(Header.Created), header.Digits(Header.From), header.Digits(Header.To));
        var wrong = false;
        foreach (var (field, digits) in new[] { (Header.Created, created), (Header.From, from), (Header.To, to) })
        {
            if (ZenginDates.Candidates(digits).Count > 0)
                continue;
            header.Fault(field, "和暦の日付(年月日 6 桁)です。", "a date of six digits in a Japanese era.");
            wrong = true;
        }

        if (ZenginDates.Header(created, from, to, layout.ReceivedBy) is { } dates)
            return dates;
        if (!wrong)
        {
            header.Fault(
                new Field(Header.Created.First, Header.To.Last, "日付", "dates"), "勘定日(自)、勘定日(至)、作成日の順に並び、受取日までの日付です。",
                "first day, last day and date of creation follow in this order, up to the day of receipt.");
        }

        return (null, null);
    }

    private static AccountKey? Account(ZenginRecord header)
    {
        var (bank, branch, number) = (header.Digits(Header.Bank), header.Digits(Header.Branch), header.Digits(Header.AccountNumber));
        var kind = header.OneOf(Header.AccountKind, "124567");
        if (kind is '5' or '6' or '7')
        {
            header.Fault(
                Header.AccountKind, "通知・定期・積立(5, 6, 7)の明細は別の様式のため、普通・当座・貯蓄(1, 2, 4)だけを受け付けます。",
                "time deposits (5, 6, 7) have records of another layout; accounts of kind 1, 2 and 4 are taken.");
            return null;
        }

        return new AccountKey(new BankCode(bank), branch, (AccountKind)(kind - '0'), number);
    }
}
