using System.Globalization;
using Warifu.Bank.Profiles;
using Warifu.Statements;
using Warifu.Statements.Formats.Zengin;

namespace Warifu.Bank.Accounts;

/// <summary>The lines of a period as a 全銀 03 file.</summary>
internal static class StatementFile
{
    public static byte[] Write(BankProfile profile, ListedAccount account, StatementPeriod period, IReadOnlyList<LineRow> rows, DateOnly today)
    {
        var lines = rows.Select((row, at) => row.ToLine() with { ItemKey = (at + 1).ToString("D8", CultureInfo.InvariantCulture) }).ToList();
        var statement = new Statement(
            account.Key, account.HolderKana, "JPY", new DateWindow(period.From, period.To), period.Opening, period.Closing, lines);
        return ZenginWriter.Write(new ZenginFile(today, [new ZenginAccount(statement, profile.KanaName, account.BranchKana)]));
    }
}
