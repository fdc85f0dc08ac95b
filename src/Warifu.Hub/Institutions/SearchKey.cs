using System.Text;

namespace Warifu.Hub.Institutions;

/// <summary>
/// The form in which names are compared: full and half width, upper and lower case, hiragana and katakana, large and
/// small kana, and every spelling of the long mark are the same. The public list itself has large kana only.
/// </summary>
internal static class SearchKey
{
    private const string Small = "ァィゥェォッャュョヮヵヶ";
    private const string Large = "アイウエオツヤユヨワカケ";

    /// <summary>Marks that people leave out or spell in many ways; ー － ‐ – — − among them.</summary>
    private const string Ignored = "ー－-‐‑–—―−・、。，．,. 　()（）'’&";

    public static string Of(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKC).ToUpperInvariant())
        {
            if (Ignored.Contains(c, StringComparison.Ordinal))
                continue;
            var kana = c is >= 'ぁ' and <= 'ゖ' ? (char)(c + ('ァ' - 'ぁ')) : c;
            var small = Small.IndexOf(kana, StringComparison.Ordinal);
            key.Append(small < 0 ? kana : Large[small]);
        }

        return key.ToString();
    }

    /// <summary>Long vowels dropped, as people do in Latin letters: トウキヨウ and トキヨ (Tokyo), オオイタ and オイタ (Oita).</summary>
    public static string WithoutLongVowels(string key)
    {
        var result = new StringBuilder(key.Length);
        foreach (var c in key)
        {
            var before = result.Length > 0 ? result[^1] : ' ';
            if ((c == 'ウ' && (EndsInO(before) || EndsInU(before))) || (c == 'オ' && EndsInO(before)))
                continue;
            result.Append(c);
        }

        return result.ToString();
    }

    private static bool EndsInO(char kana) => "オコソトノホモヨロゴゾドボポヲ".Contains(kana, StringComparison.Ordinal);

    private static bool EndsInU(char kana) => "ウクスツヌフムユルグズヅブプ".Contains(kana, StringComparison.Ordinal);
}
