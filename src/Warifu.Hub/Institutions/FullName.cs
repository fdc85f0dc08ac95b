namespace Warifu.Hub.Institutions;

/// <summary>From the short name of the public list to the name customers know: みずほ → みずほ銀行, 朝日信金 → 朝日信用金庫.</summary>
internal static class FullName
{
    /// <summary>Suffix in the list, with its reading there, and what it stands for, with that one's reading.</summary>
    private static readonly (string Short, string ShortKana, string Full, string FullKana)[] Suffixes =
    [
        ("信金", "シンキン", "信用金庫", "シンヨウキンコ"),
        ("信組", "シンクミ", "信用組合", "シンヨウクミアイ"),
        ("労金", "ロウキン", "労働金庫", "ロウドウキンコ"),
        ("信漁連", "シンギヨレン", "信用漁業協同組合連合会", "シンヨウギヨギヨウキヨウドウクミアイレンゴウカイ"),
        ("信連", "シンレン", "信用農業協同組合連合会", "シンヨウノウギヨウキヨウドウクミアイレンゴウカイ"),
        ("農協", "ノウキヨウ", "農業協同組合", "ノウギヨウキヨウドウクミアイ"),
        ("漁協", "ギヨキヨウ", "漁業協同組合", "ギヨギヨウキヨウドウクミアイ"),
    ];

    /// <summary>Names and readings under which an institution is found, the one to show first.</summary>
    public static IReadOnlyList<(string Name, string Kana)> Of(string code, string name, string kana)
    {
        foreach (var suffix in Suffixes)
        {
            if (!name.EndsWith(suffix.Short, StringComparison.Ordinal))
                continue;
            var (stem, stemKana) = (name[..^suffix.Short.Length], Without(kana, suffix.ShortKana));
            var full = (stem + suffix.Full, stemKana + suffix.FullKana);
            return suffix.Short switch
            {
                "農協" => [("JA" + stem, "ジエイエ－" + stemKana), full, (name, kana)],
                "漁協" => [("JF" + stem.Replace("ＪＦ", "", StringComparison.Ordinal), "ジエイエフ" + stemKana), full, (name, kana)],
                _ => [full, (name, kana)],
            };
        }

        return TakesBank(code, name) ? [(name + "銀行", kana + "ギンコウ"), (name, kana)] : [(name, kana)];
    }

    /// <summary>Banks under 1000, except money transfer services (02xx outside trust banks) and branches of foreign banks (04xx).</summary>
    private static bool TakesBank(string code, string name) =>
        code == "9900"
        || (string.CompareOrdinal(code, "1000") < 0
            && (code[..2] is not ("02" or "04") || name.EndsWith("信託", StringComparison.Ordinal))
            && !name.EndsWith("銀行", StringComparison.Ordinal));

    private static string Without(string kana, string suffix) =>
        kana.EndsWith(suffix, StringComparison.Ordinal) ? kana[..^suffix.Length] : kana;
}
