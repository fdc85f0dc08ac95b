namespace Warifu.Statements;

/// <summary>One booked movement of an account. Immutable, and wrong values cannot be constructed.</summary>
public sealed record StatementLine
{
    /// <param name="bookingDate">勘定日: the day the bank booked it.</param>
    /// <param name="valueDate">起算日: the day it counts from.</param>
    /// <param name="amount">Signed, in the account's currency; negative is a withdrawal.</param>
    /// <param name="description">摘要, as the source gives it; may be empty.</param>
    /// <exception cref="FormatException">An amount or a text that no statement can carry.</exception>
    public StatementLine(DateOnly bookingDate, DateOnly valueDate, decimal amount, string description)
    {
        (BookingDate, ValueDate) = (bookingDate, valueDate);
        Amount = StatementValues.Amount(amount);
        Description = StatementValues.Text(description);
    }

    public DateOnly BookingDate { get; }

    public DateOnly ValueDate { get; }

    public decimal Amount { get; }

    public string Description { get; }

    /// <summary>Running balance after the line, where it is known.</summary>
    public decimal? Balance { get; init => field = value is { } told ? StatementValues.Amount(told) : null; }

    /// <summary>
    /// The balance was counted from the opening balance instead of being told by the source: right at the end of each
    /// day, but between lines of one day only as right as the order in which the source lists them.
    /// </summary>
    public bool BalanceCounted { get; init; }

    /// <summary>The other side's name, where the source has one of its own.</summary>
    public string? Counterparty { get; init => field = StatementValues.OptionalText(value); }

    /// <summary>The bank's own name of the line; never trusted as identity across sources.</summary>
    public string? ItemKey { get; init => field = StatementValues.OptionalText(value); }

    public TransactionKind? Kind { get; init; }

    public Remitter? Remitter { get; init; }

    public Cheque? Cheque { get; init; }

    /// <summary>EDI情報: what the payer wrote for the payee's books.</summary>
    public string? Edi { get; init => field = StatementValues.OptionalText(value); }
}

/// <summary>Where a transfer came from.</summary>
public sealed record Remitter
{
    /// <summary>振込依頼人コード</summary>
    public string? Code { get; init => field = StatementValues.OptionalText(value); }

    /// <summary>仕向銀行名</summary>
    public string? Bank { get; init => field = StatementValues.OptionalText(value); }

    /// <summary>仕向店名</summary>
    public string? Branch { get; init => field = StatementValues.OptionalText(value); }

    /// <summary>Null when nothing is said.</summary>
    public static Remitter? Of(string? code, string? bank, string? branch)
    {
        var remitter = new Remitter { Code = code, Bank = bank, Branch = branch };
        return remitter == new Remitter() ? null : remitter;
    }
}

/// <summary>The bill or cheque behind a line.</summary>
public sealed record Cheque
{
    /// <summary>うち他店券金額: the part that is not yet good money, unsigned.</summary>
    public decimal OtherBanks { get; init => field = StatementValues.Amount(value); }

    /// <summary>交換呈示日</summary>
    public DateOnly? ExchangedOn { get; init; }

    /// <summary>不渡返還日</summary>
    public DateOnly? DishonouredOn { get; init; }

    /// <summary>手形・小切手区分, one digit: 1 cheque, 2 promissory note, 3 bill of exchange.</summary>
    public string? Kind { get; init => field = StatementValues.OptionalText(value); }

    /// <summary>手形・小切手番号, up to seven digits.</summary>
    public string? Number { get; init => field = StatementValues.OptionalText(value); }
}
