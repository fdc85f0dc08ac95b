using Warifu.Statements;
using Warifu.Wire;

namespace Warifu.Tests.Statements.Formats;

/// <summary>A short statement with something of everything.</summary>
internal static class TestStatement
{
    public static readonly AccountKey Account = AccountKey.Parse("9972-001-1-1234567");

    public static Statement Of(params StatementLine[] lines) => new(
        Account, "ｶ)ﾐﾅﾄｾｲｻｸｼﾖ", "JPY", new DateWindow(new(2026, 11, 1), new(2026, 11, 30)), 1000, 1000 + lines.Sum(line => line.Amount), lines);

    public static Statement Small { get; } = Of(
        new StatementLine(new(2026, 11, 4), new(2026, 11, 2), 55000, "ﾌﾘｺﾐ")
        {
            Balance = 56000,
            Kind = TransactionKind.Transfer,
            Counterparty = "ｶ)ﾊﾏﾍﾞｽｲｻﾝ",
            ItemKey = "20261104-1000",
            Remitter = Remitter.Of("0000000001", "ｼｵｶｾﾞｷﾞﾝｺｳ", "ﾎﾝﾃﾝ"),
            Edi = "INV-77",
        },
        new StatementLine(new(2026, 11, 5), new(2026, 11, 5), -880, "") { Balance = 55120, Kind = TransactionKind.Other },
        new StatementLine(new(2026, 11, 6), new(2026, 11, 6), -55000, "=ﾃｲｾｲ") { Balance = 120, Kind = TransactionKind.Correction },
        new StatementLine(new(2026, 11, 6), new(2026, 11, 6), -2000, "ｺｷﾞﾂﾃ") { Balance = -1880, Kind = TransactionKind.Exchange, Cheque = new() { Kind = "1", Number = "0012345" } });
}
