using System.Globalization;
using Warifu.Statements;
using Warifu.Statements.Formats.Zengin;
using Warifu.Wire;

namespace Warifu.Bench.Imports;

/// <summary>A 全銀 03 file of one busy account, the same at each run.</summary>
internal static class GeneratedStatement
{
    private const decimal Opening = 50_000_000m;
    private static readonly DateOnly First = new(2026, 8, 1);

    /// <param name="days">Over how many days the lines are spread evenly.</param>
    public static byte[] Write(AccountKey account, int lines, int days)
    {
        var booked = Enumerable.Range(0, lines).Select(at => Line(at, First.AddDays((int)((long)at * days / lines)))).ToList();
        var statement = new Statement(
            account, "ｶ)ﾐﾅﾄｾｲｻｸｼﾖ", "JPY", new DateWindow(First, First.AddDays(days - 1)), Opening, Opening + booked.Sum(line => line.Amount), booked);
        return ZenginWriter.Write(new ZenginFile(First.AddDays(days), [new ZenginAccount(statement, "ｱｻｷﾞﾘｼﾝｸﾐ", "ﾎﾝﾃﾝ")]));
    }

    // Amounts go through their range by a step that shares no factor with it: mixed, and each day has its twins.
    private static StatementLine Line(int at, DateOnly day)
    {
        var isDeposit = at % 3 != 0;
        var amount = 1_000 + ((decimal)at * 7_919 % 500_000);
        return new StatementLine(day, day, isDeposit ? amount : -amount, isDeposit ? "ﾌﾘｺﾐ" : "ｺｳｻﾞﾌﾘｶｴ")
        {
            ItemKey = (at + 1).ToString("D8", CultureInfo.InvariantCulture),
            Kind = TransactionKind.Transfer,
            Counterparty = string.Create(CultureInfo.InvariantCulture, $"ｶ)ﾄﾘﾋｷｻｷ{at % 180:D3}"),
            Remitter = isDeposit ? Remitter.Of("0000000123", "ﾂｷﾉﾜｷﾞﾝｺｳ", "ﾏﾙﾉｳﾁ") : null,
        };
    }
}
