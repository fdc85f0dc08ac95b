using Warifu.Statements;
using Warifu.Statements.Formats.Zengin;

namespace Warifu.Tests.Bank.Accounts;

/// <summary>Cuts a 全銀 file to fewer days, as the same bank would have written it.</summary>
internal static class StatementFiles
{
    /// <param name="by">Added to every balance, for a file that does not follow.</param>
    public static byte[] Part(byte[] file, DateOnly from, DateOnly to, decimal by = 0)
    {
        var whole = ZenginReader.Read(file).File!;
        return ZenginWriter.Write(whole with { Accounts = [.. whole.Accounts.Select(account => account with { Statement = Cut(account.Statement, from, to, by) })] });
    }

    private static Statement Cut(Statement whole, DateOnly from, DateOnly to, decimal by)
    {
        var opening = whole.Opening!.Value + whole.Lines.Where(line => line.BookingDate < from).Sum(line => line.Amount) + by;
        var lines = whole.Lines.Where(line => line.BookingDate >= from && line.BookingDate <= to).Select(line => line with { Balance = null }).ToList();
        return new Statement(
            whole.Account, whole.AccountName, whole.Currency, new DateWindow(from, to), opening, opening + lines.Sum(line => line.Amount), lines);
    }
}
