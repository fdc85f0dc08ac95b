namespace Warifu.Hub.Institutions;

/// <summary>What somebody typed into the search box, in the forms in which it is compared.</summary>
internal sealed class SearchQuery
{
    public SearchQuery(string text)
    {
        Key = SearchKey.Of(text);
        IsCode = Key.Length is >= 1 and <= 4 && Key.All(char.IsAsciiDigit);
        Kana = Romaji.ToKana(text.Normalize(System.Text.NormalizationForm.FormKC)) is { } kana ? SearchKey.WithoutLongVowels(kana) : null;
    }

    public string Key { get; }

    public bool IsCode { get; }

    /// <summary>Of a Latin spelling, without long vowels.</summary>
    public string? Kana { get; }

    public bool IsEmpty => Key.Length == 0;
}

/// <summary>The names under which one institution is found.</summary>
internal sealed class SearchNames
{
    private readonly string code;
    private readonly string[] keys;
    private readonly string[] kana;

    public SearchNames(string code, IEnumerable<(string Name, string Kana)> names, string roma)
    {
        var all = names.ToList();
        this.code = code;
        keys = [.. all.SelectMany(name => new[] { SearchKey.Of(name.Name), SearchKey.Of(name.Kana) }).Append(SearchKey.Of(roma)).Distinct()];
        kana = [.. all.Select(name => SearchKey.WithoutLongVowels(SearchKey.Of(name.Kana))).Distinct()];
    }

    /// <summary>0 the whole, 1 a beginning, 2 a part; null: not found.</summary>
    public int? Rank(SearchQuery query)
    {
        int? best = query.IsCode && code.StartsWith(query.Key, StringComparison.Ordinal) ? code == query.Key ? 0 : 1 : null;
        foreach (var key in keys)
            best = Better(best, Rank(key, query.Key));
        if (query.Kana is { } spelled)
        {
            foreach (var reading in kana)
                best = Better(best, Rank(reading, spelled));
        }

        return best;
    }

    private static int? Rank(string key, string asked) =>
        key == asked ? 0 : key.StartsWith(asked, StringComparison.Ordinal) ? 1 : key.Contains(asked, StringComparison.Ordinal) ? 2 : null;

    private static int? Better(int? one, int? other) => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);
}
