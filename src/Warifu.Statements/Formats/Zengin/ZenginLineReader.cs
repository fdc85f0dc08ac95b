using static Warifu.Statements.Formats.Zengin.ZenginFields;

namespace Warifu.Statements.Formats.Zengin;

/// <summary>Reads one data record of an account of kind 1, 2 or 4.</summary>
internal sealed class ZenginLineReader(ZenginRecord record)
{
    /// <summary>Null when the day is wrong or the header gave no window; other faults are told and stop the file as a whole.</summary>
    public StatementLine? Read(DateWindow? window, ZenginSums sums, ZenginLayout layout)
    {
        var amount = record.Number14(Data.Amount);
        var markedIn = record.OneOf(Data.InOut, "12") == '1';
        var kind = Kind();
        sums.Add(amount, markedIn, kind == TransactionKind.Correction, layout.TrailerTotals);

        var booked = BookingDate(window);
        var known = booked ?? window?.From;
        var item = record.Text(Data.InquiryNumber);
        var counterparty = record.Text(Data.PayerName);
        var remitter = Remitter.Of(NotZero(record.Text(Data.PayerCode)), record.Text(Data.RemittingBank), record.Text(Data.RemittingBranch));
        var (description, edi) = (record.Text(Data.Description), record.Text(Data.Edi));
        var value = Optional(Data.ValueDate, known);
        var cheque = Cheque(known);
        if (booked is not { } day)
            return null;
        // A correction takes back: marked as a deposit, it is a withdrawal.
        var signed = markedIn != (kind == TransactionKind.Correction) ? amount : -amount;
        return new StatementLine(day, value ?? day, signed, description)
        {
            Counterparty = counterparty,
            ItemKey = NotZero(item),
            Kind = kind,
            Remitter = remitter,
            Cheque = cheque,
            Edi = edi,
        };
    }

    private TransactionKind Kind()
    {
        var kind = (TransactionKind)record.Number14(Data.Kind);
        if (!Enum.IsDefined(kind))
            record.Fault(Data.Kind, "10, 11, 12, 13, 14, 15, 18, 19 のいずれかです。", "one of 10, 11, 12, 13, 14, 15, 18, 19.");
        return kind;
    }

    private DateOnly? BookingDate(DateWindow? window)
    {
        var readings = ZenginDates.Candidates(record.Digits(Data.BookingDate));
        if (readings.Count == 0)
            record.Fault(Data.BookingDate, "和暦の日付(年月日 6 桁)です。", "a date of six digits in a Japanese era.");
        if (readings.Count == 0 || window is null)
            return null;
        if (readings.FirstOrDefault(window.Contains) is var day && day != default)
            return day;
        record.Fault(Data.BookingDate, "ヘッダーの勘定日(自)から(至)までの日付です。", "a day between the header's first and last day.");
        return null;
    }

    /// <summary>A date that may be left blank or zero.</summary>
    private DateOnly? Optional(Field field, DateOnly? known)
    {
        if (record.IsBlank(field) || record.Digits(field) is var digits && NotZero(digits) is null)
            return null;
        var date = known is { } day ? ZenginDates.Near(digits, day) : ZenginDates.Candidates(digits).Select(c => (DateOnly?)c).FirstOrDefault();
        if (date is null)
            record.Fault(field, "勘定日の前後 1 年の和暦の日付か、0 です。", "a date within a year of the booking date, or zeros.");
        return date;
    }

    private Cheque? Cheque(DateOnly? known)
    {
        var cheque = new Cheque
        {
            OtherBanks = record.OptionalNumber(Data.OtherCheque),
            ExchangedOn = Optional(Data.ExchangedOn, known),
            DishonouredOn = Optional(Data.DishonouredOn, known),
            Kind = NotZero(record.Text(Data.ChequeKind)),
            Number = NotZero(record.Text(Data.ChequeNumber)),
        };
        return cheque == new Cheque() ? null : cheque;
    }

    private static string? NotZero(string text) => text.AsSpan().ContainsAnyExcept('0') ? text : null;
}
