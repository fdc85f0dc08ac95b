using System.Globalization;
using Warifu.Wire;
using static Warifu.Statements.Formats.Zengin.ZenginFields;

namespace Warifu.Statements.Formats.Zengin;

/// <summary>Writes 全銀 03 入出金取引明細 in JIS X 0201.</summary>
public static class ZenginWriter
{
    /// <exception cref="FormatException">
    /// A text that is not half-width or longer than its columns, a number too large for them, an account of kind 5, 6 or
    /// 7, or a statement that is not proven by its balances.
    /// </exception>
    public static byte[] Write(ZenginFile file, ZenginLayout? layout = null)
    {
        var written = layout ?? ZenginLayout.Standard;
        var records = new List<byte[]>();
        foreach (var account in file.Accounts)
            records.AddRange(Account(account, file.Created, written));
        var end = new Row('9');
        end.Number(End.RecordCount, written.EndCountsItself ? records.Count + 1 : records.Count);
        end.Number(End.AccountCount, file.Accounts.Count);
        records.Add(end.Bytes);

        byte[] lineEnd = written.LineEnd switch
        {
            ZenginLineEnd.None => [],
            ZenginLineEnd.Lf => [(byte)'\n'],
            ZenginLineEnd.CrLf => [(byte)'\r', (byte)'\n'],
            _ => throw new ArgumentOutOfRangeException(nameof(layout), written.LineEnd, "Not a line end."),
        };
        return [.. records.SelectMany(record => record.Concat(lineEnd))];
    }

    private static IEnumerable<byte[]> Account(ZenginAccount account, DateOnly created, ZenginLayout layout)
    {
        var statement = account.Statement;
        if (!statement.IsProven || statement.Currency != "JPY")
            throw new FormatException("A 全銀 file carries yen, and balances that the lines lead from and to.");
        yield return Opening(account, created);

        var sums = new ZenginSums();
        foreach (var line in statement.Lines)
            yield return Line(line, sums, layout);

        var trailer = new Row('8');
        trailer.Number(Trailer.InCount, sums.InCount);
        trailer.Number(Trailer.InTotal, sums.InTotal);
        trailer.Number(Trailer.OutCount, sums.OutCount);
        trailer.Number(Trailer.OutTotal, sums.OutTotal);
        trailer.Balance(Trailer.Overdraft, Trailer.Closing, statement.Closing!.Value);
        trailer.Number(Trailer.DataCount, sums.Records);
        yield return trailer.Bytes;
    }

    private static byte[] Opening(ZenginAccount account, DateOnly created)
    {
        var (statement, key) = (account.Statement, account.Statement.Account);
        if (key.Kind is not (AccountKind.Ordinary or AccountKind.Current or AccountKind.Savings))
            throw new FormatException("Only accounts of kind 1, 2 and 4 are written.");
        var row = new Row('1');
        row.Text(Header.Kind, "03");
        row.Text(Header.CodeKind, "0");
        row.Text(Header.Created, ZenginDates.Write(created));
        row.Text(Header.From, ZenginDates.Write(statement.Window.From));
        row.Text(Header.To, ZenginDates.Write(statement.Window.To));
        row.Text(Header.Bank, key.Bank.Value);
        row.Text(Header.BankName, account.BankName);
        row.Text(Header.Branch, key.Branch);
        row.Text(Header.BranchName, account.BranchName);
        row.Text(Header.Dummy, "000");
        row.Number(Header.AccountKind, (int)key.Kind);
        row.Text(Header.AccountNumber, key.Number.PadLeft(Header.AccountNumber.Length, '0'));
        row.Text(Header.AccountName, statement.AccountName);
        row.Balance(Header.Overdraft, Header.Opening, statement.Opening!.Value);
        row.Text(Header.Passbook, "1");
        return row.Bytes;
    }

    private static byte[] Line(StatementLine line, ZenginSums sums, ZenginLayout layout)
    {
        var kind = line.Kind ?? TransactionKind.Other;
        // A correction's mark names the side it takes back from.
        var markedIn = line.Amount >= 0 != (kind == TransactionKind.Correction);
        sums.Add(decimal.Abs(line.Amount), markedIn, kind == TransactionKind.Correction, layout.TrailerTotals);

        var row = new Row('2');
        row.Text(Data.InquiryNumber, (line.ItemKey ?? "").PadLeft(Data.InquiryNumber.Length, '0'));
        row.Text(Data.BookingDate, ZenginDates.Write(line.BookingDate));
        row.Text(Data.ValueDate, ZenginDates.Write(line.ValueDate));
        row.Text(Data.InOut, markedIn ? "1" : "2");
        row.Number(Data.Kind, (int)kind);
        row.Number(Data.Amount, decimal.Abs(line.Amount));
        row.Number(Data.OtherCheque, line.Cheque?.OtherBanks ?? 0);
        row.Text(Data.ExchangedOn, Optional(line.Cheque?.ExchangedOn));
        row.Text(Data.DishonouredOn, Optional(line.Cheque?.DishonouredOn));
        row.Text(Data.ChequeKind, line.Cheque?.Kind ?? "0");
        row.Text(Data.ChequeNumber, (line.Cheque?.Number ?? "").PadLeft(Data.ChequeNumber.Length, '0'));
        row.Text(Data.OwnBranch, "000");
        row.Text(Data.PayerCode, (line.Remitter?.Code ?? "").PadLeft(Data.PayerCode.Length, '0'));
        row.Text(Data.PayerName, line.Counterparty ?? "");
        row.Text(Data.RemittingBank, line.Remitter?.Bank ?? "");
        row.Text(Data.RemittingBranch, line.Remitter?.Branch ?? "");
        row.Text(Data.Description, line.Description);
        row.Text(Data.Edi, line.Edi ?? "");
        return row.Bytes;
    }

    private static string Optional(DateOnly? date) => date is { } day ? ZenginDates.Write(day) : "000000";

    /// <summary>A record being filled: spaces until something is put into its columns.</summary>
    private sealed class Row
    {
        public Row(char kind)
        {
            Bytes.AsSpan().Fill((byte)' ');
            Bytes[0] = (byte)kind;
        }

        public byte[] Bytes { get; } = new byte[RecordLength];

        public void Text(Field field, string text)
        {
            var bytes = ZenginCharacters.Encode(text);
            if (bytes.Length > field.Length)
                throw new FormatException($"The {field.En} is longer than its {field.Length} columns.");
            bytes.CopyTo(Bytes, field.First - 1);
        }

        public void Number(Field field, decimal number) =>
            Text(field, number.ToString(new string('0', field.Length), CultureInfo.InvariantCulture));

        public void Balance(Field overdraft, Field field, decimal balance)
        {
            Text(overdraft, balance < 0 ? "2" : "1");
            Number(field, decimal.Abs(balance));
        }
    }
}
