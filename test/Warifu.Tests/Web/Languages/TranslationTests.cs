using System.Text.RegularExpressions;
using Warifu.Web.Languages;
using Warifu.Wire;

namespace Warifu.Tests.Web.Languages;

public sealed partial class TranslationTests
{
    private static readonly Translation Japanese = new(japanese: true);
    private static readonly Translation English = new(japanese: false);

    [Fact]
    public void Periods_brackets_and_lists_are_punctuated_as_each_language_does()
    {
        var (from, to) = (new DateOnly(2026, 11, 1), new DateTimeOffset(2026, 11, 20, 15, 0, 0, TimeSpan.Zero));
        Assert.Equal("2026年11月01日(日) 〜 2026年11月21日(土)", Japanese.Period(JapanTime.BeginningOf(from), to));
        Assert.Equal("1 Nov 2026 to 21 Nov 2026", English.Period(from, JapanTime.DayOf(to)));
        Assert.Equal(("湊 健（minato03）", "湊 健 (minato03)"), (Japanese.Bracketed("湊 健", "minato03"), English.Bracketed("湊 健", "minato03")));
        Assert.Equal("湊 健", Japanese.Bracketed("湊 健", null));
        Assert.Equal(("甲、乙", "甲, 乙"), (Japanese.List(["甲", "乙"]), English.List(["甲", "乙"])));
    }

    [Fact]
    public void What_another_party_said_in_Japanese_alone_is_marked_on_an_English_page()
    {
        var (told, own) = (new Phrase("できません。", "できません。"), new Phrase("できません。", "It cannot be done."));
        Assert.Equal(("ja", null, null), (English.OtherLanguageOf(told), English.OtherLanguageOf(own), English.OtherLanguageOf(new Phrase("OK", "OK"))));
        Assert.Equal(("ja", null), (English.OtherLanguageOf("本店（001）"), English.OtherLanguageOf("minato03")));
        Assert.Null(Japanese.OtherLanguageOf(told));
    }

    [Fact]
    public void No_page_has_Japanese_punctuation_but_in_its_Japanese_texts()
    {
        var pages = Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cshtml", SearchOption.AllDirectories);
        Assert.Empty(
            from page in pages
            from line in JapaneseText().Replace(File.ReadAllText(page), "").Split('\n')
            where JapanesePunctuation().IsMatch(line)
            select $"{Path.GetFileName(page)}: {line.Trim()}");
        // And the pages do have such texts, which are seen and left out.
        Assert.True(pages.Sum(page => JapaneseText().Count(File.ReadAllText(page))) > 500);
    }

    // Of two texts in brackets the first; the values in it hold no brace.
    [GeneratedRegex("""(?<=[\[(])\$?"([^"\\{]|\\.|\{[^}]*\})*"\s*,""", RegexOptions.None, 10_000)]
    private static partial Regex JapaneseText();

    [GeneratedRegex("[（）「」〜、。]")]
    private static partial Regex JapanesePunctuation();
}
