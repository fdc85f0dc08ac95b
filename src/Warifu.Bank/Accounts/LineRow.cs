using System.Text.Json;
using Warifu.Statements;

namespace Warifu.Bank.Accounts;

/// <summary>A line as it is kept.</summary>
internal sealed class LineRow
{
    public required DateOnly BookedOn { get; init; }
    public required int Place { get; init; }
    public required DateOnly ValueOn { get; init; }
    public required long Amount { get; init; }
    public required long Balance { get; init; }
    public short? Kind { get; init; }
    public required string Description { get; init; }
    public string? Counterparty { get; init; }

    /// <summary>What only files carry, as JSON.</summary>
    public string? Remainder { get; init; }

    public const string Columns = "booked_on, place, value_on, amount, balance, kind, description, counterparty, remainder";

    public ItemKey Key => new(BookedOn, Place);

    public StatementLine ToLine()
    {
        var more = Remainder is null ? null : JsonSerializer.Deserialize<LineRemainder>(Remainder);
        return new StatementLine(BookedOn, ValueOn, Amount, Description)
        {
            Balance = Balance,
            Kind = (TransactionKind?)Kind,
            Counterparty = Counterparty,
            Remitter = more?.Remitter,
            Cheque = more?.Cheque,
            Edi = more?.Edi,
        };
    }
}

/// <summary>Parts of a line that no page shows, kept so that a file can be written as it was read.</summary>
internal sealed record LineRemainder(Remitter? Remitter, Cheque? Cheque, string? Edi)
{
    /// <summary>Null when there is nothing to keep.</summary>
    public static string? Of(StatementLine line) =>
        line is { Remitter: null, Cheque: null, Edi: null } ? null
        : JsonSerializer.Serialize(new LineRemainder(line.Remitter, line.Cheque, line.Edi));
}
