using System.Globalization;

namespace Warifu.Wire;

/// <summary>An amount in a currency, in its major unit: at most two decimals, none for JPY; absolute value under 10^15.</summary>
public sealed record Money : IComparable<Money>
{
    private const decimal Limit = 1_000_000_000_000_000m;

    /// <param name="amount">Major units, signed.</param>
    /// <param name="currency">ISO 4217 code, three upper-case letters.</param>
    /// <exception cref="FormatException">Too many decimals, too large, or not a currency code.</exception>
    public Money(decimal amount, string currency)
    {
        if (currency is not { Length: 3 } || !currency.All(char.IsAsciiLetterUpper))
            throw new FormatException("A currency is three upper-case letters.");
        if (decimal.Round(amount, currency == "JPY" ? 0 : 2) != amount)
            throw new FormatException("The amount has more decimals than the currency.");
        if (decimal.Abs(amount) >= Limit)
            throw new FormatException("The amount is too large.");
        (Amount, Currency) = (amount, currency);
    }

    public decimal Amount { get; }

    public string Currency { get; }

    public static Money Yen(decimal amount) => new(amount, "JPY");

    public static Money operator +(Money left, Money right) => new(left.Amount + Same(left, right).Amount, left.Currency);

    public static Money operator -(Money left, Money right) => new(left.Amount - Same(left, right).Amount, left.Currency);

    public static Money operator -(Money value) => new(-value.Amount, value.Currency);

    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    public static Money Add(Money left, Money right) => left + right;

    public static Money Subtract(Money left, Money right) => left - right;

    public static Money Negate(Money value) => -value;

    public int CompareTo(Money? other) => other is null ? 1 : Amount.CompareTo(Same(this, other).Amount);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Amount} {Currency}");

    private static Money Same(Money left, Money right) =>
        left.Currency == right.Currency ? right : throw new InvalidOperationException("Amounts of two currencies do not mix.");
}
