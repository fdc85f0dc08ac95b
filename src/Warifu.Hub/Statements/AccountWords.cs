using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Hub.Statements;

internal static class AccountWords
{
    /// <summary>001 支店 普通 1234567</summary>
    public static string Of(AccountKey account, Translation t) =>
        t[$"支店 {account.Branch} {t[Name(account.Kind)]} {account.Number}", $"branch {account.Branch}, {t[Name(account.Kind)]} {account.Number}"];

    public static Phrase Name(AccountKind kind) => kind switch
    {
        AccountKind.Ordinary => new("普通", "ordinary"),
        AccountKind.Current => new("当座", "current"),
        AccountKind.Savings => new("貯蓄", "savings"),
        AccountKind.Notice => new("通知", "notice"),
        AccountKind.FixedTerm => new("定期", "fixed-term"),
        AccountKind.Instalment => new("積立", "instalment"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not an account kind."),
    };
}
