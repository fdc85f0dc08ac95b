namespace Warifu.Statements.Formats.Camt;

/// <summary>A statement as a bank sends it in camt.053.</summary>
/// <param name="Statement">Proven by its balances.</param>
/// <param name="BankName">Of the bank that keeps the account, at most 140 characters.</param>
/// <param name="BranchName">At most 140 characters.</param>
/// <param name="Made">When the file is written.</param>
public sealed record CamtStatement(Statement Statement, string BankName, string BranchName, DateTimeOffset Made);
