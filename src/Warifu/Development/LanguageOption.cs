using System.CommandLine;

namespace Warifu.Development;

/// <summary><c>--lang</c>; without it the system's language.</summary>
internal static class LanguageOption
{
    public static Option<string?> Make()
    {
        var option = new Option<string?>("--lang") { Description = "ja or en; otherwise as the system speaks (LANG)." };
        option.AcceptOnlyFromAmong("ja", "en");
        return option;
    }

    public static void Apply(string? language)
    {
        if (language is not null)
            Told.Japanese = language == "ja";
    }
}
