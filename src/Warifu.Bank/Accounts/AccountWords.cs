using System.Text;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Bank.Accounts;

/// <summary>How pages write accounts and lines.</summary>
internal static class AccountWords
{
    public static Phrase Of(AccountKind kind) => kind switch
    {
        AccountKind.Ordinary => new("普通預金", "Ordinary"),
        AccountKind.Current => new("当座預金", "Current"),
        AccountKind.Savings => new("貯蓄預金", "Savings"),
        AccountKind.Notice => new("通知預金", "Notice"),
        AccountKind.FixedTerm => new("定期預金", "Fixed term"),
        AccountKind.Instalment => new("積立定期預金", "Instalment"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    /// <summary>本店営業部（001） 普通預金 1234567.</summary>
    public static string Account(this Translation t, string branchName, AccountKey key) => $"{t.Bracketed(branchName, key.Branch)} {t[Of(key.Kind)]} {key.Number}";

    /// <summary>Half-width kana as people read it (NFKC).</summary>
    public static string Readable(string text) => text.Normalize(NormalizationForm.FormKC);

    /// <summary>Names an account without its whole number, for logs and the history.</summary>
    public static string Masked(AccountKey account) => $"{account.Branch}-{(int)account.Kind}-***{account.Number[^4..]}";
}
