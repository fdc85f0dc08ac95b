using System.Text;

namespace Warifu.Hub.Institutions;

/// <summary>Latin spellings of Japanese, Hepburn or Kunrei, into large katakana as the public list has them.</summary>
internal static class Romaji
{
    private static readonly Dictionary<string, string> Syllables = Make();

    /// <summary>Null when the text is not a spelling of Japanese.</summary>
    public static string? ToKana(string text)
    {
        var latin = text.Normalize(NormalizationForm.FormD).ToUpperInvariant()
            .Where(c => c is not ('-' or ' ' or '\'' or '\u0304' or '\u0302')).ToArray().AsSpan();
        var kana = new StringBuilder();
        for (var at = 0; at < latin.Length;)
        {
            var rest = latin[at..];
            // A doubled consonant is a small ツ (hokkaido); M before B, M and P is ン (shimbashi).
            if (rest.Length > 1 && rest[0] == rest[1] && !"AIUEON".Contains(rest[0], StringComparison.Ordinal))
            {
                kana.Append('ツ');
                at++;
            }
            else if (Longest(rest) is { } syllable)
            {
                kana.Append(Syllables[syllable]);
                at += syllable.Length;
            }
            else if (rest[0] == 'N' || (rest[0] == 'M' && rest.Length > 1 && "BMP".Contains(rest[1], StringComparison.Ordinal)))
            {
                kana.Append('ン');
                at++;
            }
            else
            {
                return null;
            }
        }

        return kana.Length == 0 ? null : kana.ToString();
    }

    private static string? Longest(ReadOnlySpan<char> rest)
    {
        for (var length = Math.Min(3, rest.Length); length > 0; length--)
        {
            if (Syllables.ContainsKey(rest[..length].ToString()))
                return rest[..length].ToString();
        }

        return null;
    }

    private static Dictionary<string, string> Make()
    {
        var rows = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [""] = "アイウエオ",
            ["K"] = "カキクケコ",
            ["S"] = "サシスセソ",
            ["T"] = "タチツテト",
            ["N"] = "ナニヌネノ",
            ["H"] = "ハヒフヘホ",
            ["M"] = "マミムメモ",
            ["R"] = "ラリルレロ",
            ["G"] = "ガギグゲゴ",
            ["Z"] = "ザジズゼゾ",
            ["D"] = "ダヂヅデド",
            ["B"] = "バビブベボ",
            ["P"] = "パピプペポ",
        };
        const string vowels = "AIUEO";
        var table = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["YA"] = "ヤ",
            ["YU"] = "ユ",
            ["YO"] = "ヨ",
            ["WA"] = "ワ",
            ["WO"] = "ヲ",
            ["SHI"] = "シ",
            ["CHI"] = "チ",
            ["TSU"] = "ツ",
            ["FU"] = "フ",
            ["JI"] = "ジ",
            ["JA"] = "ジヤ",
            ["JU"] = "ジユ",
            ["JO"] = "ジヨ",
            ["JE"] = "ジエ",
            ["SHE"] = "シエ",
            ["CHE"] = "チエ",
            ["FA"] = "フア",
            ["FI"] = "フイ",
            ["FE"] = "フエ",
            ["FO"] = "フオ",
            ["TI"] = "チ",
            ["SI"] = "シ",
            ["TU"] = "ツ",
            ["HU"] = "フ",
        };
        foreach (var (consonant, kana) in rows)
        {
            for (var i = 0; i < vowels.Length; i++)
                table.TryAdd(consonant + vowels[i], kana[i].ToString());
            foreach (var (y, small) in new[] { ("YA", "ヤ"), ("YU", "ユ"), ("YO", "ヨ") }.Where(_ => consonant.Length > 0))
                table.TryAdd(consonant + y, kana[1] + small);
        }

        foreach (var (vowel, small) in new[] { ("A", "ヤ"), ("U", "ユ"), ("O", "ヨ") })
        {
            table["SH" + vowel] = "シ" + small;
            table["CH" + vowel] = "チ" + small;
        }

        return table;
    }
}
