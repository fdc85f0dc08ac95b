using Warifu.Wire;

namespace Warifu.Hub.Institutions;

/// <summary>What kind of institution it is; personal entries are listed by it (seed 000, 新規登録).</summary>
public enum Category
{
    Bank,
    LabourBank,
    Shinkin,
    CreditUnion,
    JaBank,
    JfMarineBank,
}

internal static class Categories
{
    public static Phrase Name(this Category category) => category switch
    {
        Category.Bank => new("銀行", "Banks"),
        Category.LabourBank => new("労働金庫", "Labour banks"),
        Category.Shinkin => new("信用金庫", "Shinkin banks"),
        Category.CreditUnion => new("信用組合", "Credit unions"),
        Category.JaBank => new("JAバンク", "JA Bank"),
        Category.JfMarineBank => new("JFマリンバンク", "JF Marine Bank"),
        _ => throw new ArgumentOutOfRangeException(nameof(category), category, "Not a category."),
    };

    /// <summary>By the ranges in which codes are given out, and by the suffix where a range is mixed.</summary>
    public static Category Of(string code, string name) => string.CompareOrdinal(code, "1000") switch
    {
        < 0 => Category.Bank,
        _ when name.EndsWith("銀行", StringComparison.Ordinal) || code is "2004" or "9900" => Category.Bank,
        _ when name.EndsWith("信用組合", StringComparison.Ordinal) => Category.CreditUnion,
        _ when string.CompareOrdinal(code, "2000") < 0 => Category.Shinkin,
        _ when string.CompareOrdinal(code, "2950") < 0 => Category.CreditUnion,
        _ when string.CompareOrdinal(code, "3000") < 0 => Category.LabourBank,
        _ when string.CompareOrdinal(code, "9400") < 0 => Category.JaBank,
        _ => Category.JfMarineBank,
    };
}
