using System.Globalization;
using Warifu.Statements;
using Warifu.Wire;

namespace Warifu.Tests.Samples;

/// <summary>An account being filled: lines are booked in any order and come out by day, numbered.</summary>
internal sealed class SampleAccount(AccountKind kind, string number, DateWindow window, decimal opening)
{
    private readonly List<StatementLine> lines = [];

    public void Book(
        DateOnly day, decimal amount, TransactionKind kind, string description, string? counterparty = null, Remitter? remitter = null,
        Cheque? cheque = null, string? edi = null)
    {
        if (window.Contains(day))
        {
            lines.Add(new StatementLine(day, day, amount, description)
            {
                Counterparty = counterparty,
                Kind = kind,
                Remitter = remitter,
                Cheque = cheque,
                Edi = edi,
            });
        }
    }

    public Statement Statement(string accountName)
    {
        var ordered = lines.OrderBy(line => line.BookingDate)
            .Select((line, i) => line with { ItemKey = (i + 1).ToString("00000000", CultureInfo.InvariantCulture) }).ToList();
        var account = new AccountKey(new BankCode("9972"), "001", kind, number);
        return new Statement(account, accountName, "JPY", window, opening, opening + ordered.Sum(line => line.Amount), ordered);
    }
}
