using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Warifu.Statements.Formats.Camt;

/// <summary>
/// Writes camt.053.001.08, BankToCustomerStatement (ISO 20022). Elements stand in the order the message prescribes. Texts
/// are written as people read them (NFKC: half-width kana become full-width), since the message is Unicode.
/// </summary>
public static class CamtWriter
{
    /// <summary>Name space of the message.</summary>
    public const string Message = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";

    // Lengths of Max35Text, Max70Text and Max140Text.
    private const int Reference = 35;
    private const int AccountName = 70;
    private const int Name = 140;

    private static readonly XNamespace Camt = Message;

    /// <exception cref="FormatException">The statement is not proven by its balances.</exception>
    public static byte[] Write(CamtStatement file)
    {
        if (!file.Statement.IsProven)
            throw new FormatException("A camt.053 statement carries balances that the lines lead from and to.");
        var id = Cut($"{file.Made.UtcDateTime:yyyyMMddHHmmssfff}-{file.Statement.Account.Number}", Reference);
        var document = new XDocument(Element("Document", Element("BkToCstmrStmt",
            Element("GrpHdr", Element("MsgId", id), Element("CreDtTm", Moment(file.Made))),
            Statement(file, id))));
        using var stream = new MemoryStream();
        using (var writer = XmlWriter.Create(stream, new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true }))
            document.Save(writer);
        return stream.ToArray();
    }

    private static XElement Statement(CamtStatement file, string id)
    {
        var statement = file.Statement;
        return Element("Stmt",
            Element("Id", id),
            Element("CreDtTm", Moment(file.Made)),
            Element("FrToDt",
                Element("FrDtTm", Day(statement.Window.From) + "T00:00:00+09:00"),
                Element("ToDtTm", Day(statement.Window.To) + "T23:59:59+09:00")),
            Account(file),
            Balance("OPBD", statement.Opening!.Value, statement.Window.From, statement.Currency),
            Balance("CLBD", statement.Closing!.Value, statement.Window.To, statement.Currency),
            Summary(statement),
            statement.Lines.Select(line => Entry(line, statement.Currency)));
    }

    private static XElement Account(CamtStatement file) => Element("Acct",
        // Japan has no IBAN: the account is named as the 全銀 formats name it.
        Element("Id", Element("Othr", Element("Id", $"{file.Statement.Account}"), Element("SchmeNm", Element("Prtry", "ZENGIN")))),
        Element("Ccy", file.Statement.Currency),
        Element("Nm", Cut(Readable(file.Statement.AccountName), AccountName)),
        Element("Svcr",
            Element("FinInstnId",
                // JPZGN: Japan Zengin Clearing System (external code list of clearing systems).
                Element("ClrSysMmbId", Element("ClrSysId", Element("Cd", "JPZGN")), Element("MmbId", file.Statement.Account.Bank.Value + file.Statement.Account.Branch)),
                Element("Nm", Cut(file.BankName, Name))),
            Element("BrnchId", Element("Id", file.Statement.Account.Branch), Element("Nm", Cut(file.BranchName, Name)))));

    private static XElement Balance(string code, decimal balance, DateOnly day, string currency) => Element("Bal",
        Element("Tp", Element("CdOrPrtry", Element("Cd", code))),
        Amount("Amt", balance, currency),
        Side(balance),
        Element("Dt", Element("Dt", Day(day))));

    private static XElement Summary(Statement statement) => Element("TxsSummry",
        Totals("TtlCdtNtries", [.. statement.Lines.Where(line => line.Amount >= 0)], statement.Credits),
        Totals("TtlDbtNtries", [.. statement.Lines.Where(line => line.Amount < 0)], statement.Debits));

    private static XElement Totals(string name, IReadOnlyCollection<StatementLine> lines, decimal sum) => Element(name,
        Element("NbOfNtries", lines.Count.ToString(CultureInfo.InvariantCulture)),
        Element("Sum", Number(sum)));

    private static XElement Entry(StatementLine line, string currency) => Element("Ntry",
        line.ItemKey is { } key ? Element("NtryRef", Cut(key, Reference)) : null,
        Amount("Amt", line.Amount, currency),
        Side(line.Amount),
        line.Kind == TransactionKind.Correction ? Element("RvslInd", "true") : null,
        Element("Sts", Element("Cd", "BOOK")),
        Element("BookgDt", Element("Dt", Day(line.BookingDate))),
        Element("ValDt", Element("Dt", Day(line.ValueDate))),
        Element("BkTxCd", Element("Prtry",
            Element("Cd", ((int)(line.Kind ?? TransactionKind.Other)).ToString(CultureInfo.InvariantCulture)), Element("Issr", "ZENGIN"))),
        Details(line),
        line.Description.Length == 0 ? null : Element("AddtlNtryInf", Readable(line.Description)));

    private static XElement? Details(StatementLine line)
    {
        var (incoming, other) = (line.Amount >= 0, line.Counterparty);
        XElement?[] parts =
        [
            line.Cheque?.Number is { } number ? Element("Refs", Element("ChqNb", Cut(number, Reference))) : null,
            other is null ? null : Element("RltdPties", Element(incoming ? "Dbtr" : "Cdtr", Element("Pty", Element("Nm", Cut(Readable(other), Name))))),
            line.Remitter?.Bank is { } bank ? Element("RltdAgts", Element(incoming ? "DbtrAgt" : "CdtrAgt", Element("FinInstnId", Element("Nm", Cut(Readable(bank), Name))))) : null,
            line.Edi is { } edi ? Element("RmtInf", Element("Ustrd", Cut(Readable(edi), Name))) : null,
        ];
        return parts.Any(part => part is not null) ? Element("NtryDtls", Element("TxDtls", parts.Cast<object?>().ToArray())) : null;
    }

    private static XElement Amount(string name, decimal amount, string currency) =>
        new(Camt + name, new XAttribute("Ccy", currency), Number(decimal.Abs(amount)));

    private static XElement Side(decimal amount) => Element("CdtDbtInd", amount < 0 ? "DBIT" : "CRDT");

    private static XElement Element(string name, params object?[] content) => new(Camt + name, content);

    private static string Number(decimal amount) => amount.ToString("0.##", CultureInfo.InvariantCulture);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Moment(DateTimeOffset moment) => moment.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);

    private static string Readable(string text) => text.Normalize(NormalizationForm.FormKC);

    private static string Cut(string text, int length) => text.Length <= length ? text : text[..length];
}
