namespace Warifu.Statements.Formats.Zengin;

/// <summary>A 全銀 03 入出金取引明細 file: one or several accounts.</summary>
/// <param name="Created">作成日</param>
public sealed record ZenginFile(DateOnly Created, IReadOnlyList<ZenginAccount> Accounts);

/// <summary>One header, its data records and its trailer.</summary>
/// <param name="Statement">Opening and closing balance are always told; running balances are counted from them.</param>
/// <param name="BankName">Half-width kana, at most 15.</param>
/// <param name="BranchName">Half-width kana, at most 15.</param>
public sealed record ZenginAccount(Statement Statement, string BankName, string BranchName);
