using Warifu.Wire;

namespace Warifu.Statements;

/// <summary>The lines of one account over a window of days, in the source's order.</summary>
public sealed record Statement
{
    /// <param name="currency">ISO 4217.</param>
    /// <param name="opening">Balance before the first line, where the source tells it.</param>
    /// <param name="closing">Balance after the last line, where the source tells it.</param>
    /// <exception cref="FormatException">A line outside the window, an amount the currency does not have, a text that is none.</exception>
    public Statement(
        AccountKey account, string accountName, string currency, DateWindow window, decimal? opening, decimal? closing,
        IReadOnlyList<StatementLine> lines)
    {
        (Account, Currency, Window, Opening, Closing, Lines) = (account, currency, window, opening, closing, [.. lines]);
        AccountName = StatementValues.Text(accountName);
        foreach (var amount in Lines.Select(line => line.Amount).Concat(Lines.Select(line => line.Balance ?? 0)).Append(opening ?? 0).Append(closing ?? 0))
            _ = new Money(amount, currency);
        if (Lines.Any(line => !window.Contains(line.BookingDate)))
            throw new FormatException("A line is booked outside the statement's window.");
    }

    public AccountKey Account { get; }

    public string AccountName { get; }

    public string Currency { get; }

    public DateWindow Window { get; }

    public decimal? Opening { get; }

    public decimal? Closing { get; }

    public IReadOnlyList<StatementLine> Lines { get; }

    /// <summary>Sum of deposits.</summary>
    public decimal Credits => Lines.Sum(line => decimal.Max(line.Amount, 0));

    /// <summary>Sum of withdrawals, positive.</summary>
    public decimal Debits => Lines.Sum(line => decimal.Max(-line.Amount, 0));

    /// <summary>Opening and closing balance are told, and the lines lead from one to the other.</summary>
    public bool IsProven => Opening is { } opening && Closing is { } closing && opening + Credits - Debits == closing;

    /// <summary>The same statement with running balances counted from the opening balance, where it is proven and no line tells one.</summary>
    public Statement Counted()
    {
        if (!IsProven || Lines.Any(line => line.Balance is not null))
            return this;
        var balance = Opening!.Value;
        var counted = Lines.Select(line => line with { Balance = balance += line.Amount, BalanceCounted = true }).ToList();
        return new Statement(Account, AccountName, Currency, Window, Opening, Closing, counted);
    }
}
