using System.Globalization;
using Warifu.Statements;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Hub.Retrievals;

/// <summary>Lines of the wire into lines of the model, which checks them.</summary>
internal static class WireLines
{
    private const NumberStyles Signed = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;

    public static Outcome<List<StatementLine>> Read(IReadOnlyList<WireLine> lines)
    {
        var read = new List<StatementLine>(lines.Count);
        foreach (var line in lines)
        {
            try
            {
                read.Add(new StatementLine(line.BookingDate, line.ValueDate, Amount(line.Amount), line.Description)
                {
                    Balance = line.Balance is { } balance ? Amount(balance) : null,
                    Counterparty = line.Counterparty,
                    ItemKey = line.ItemKey,
                });
            }
            catch (Exception wrong) when (wrong is FormatException or OverflowException)
            {
                var number = read.Count + 1;
                return RetrievalRefusals.LinesMalformed with { Detail = new Phrase($"{number} 件目の明細です。", $"It is line {number}.") };
            }
        }

        return read;
    }

    public static decimal Amount(string text) => decimal.Parse(text, Signed, CultureInfo.InvariantCulture);

    /// <summary>Null when the text is no amount.</summary>
    public static decimal? TryAmount(string? text) =>
        decimal.TryParse(text, Signed, CultureInfo.InvariantCulture, out var amount) ? amount : null;
}
