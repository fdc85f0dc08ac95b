using System.Globalization;

namespace Warifu.Bank.Profiles;

/// <summary>Contrast of two colours (WCAG 2.2, 1.4.3).</summary>
internal static class Contrast
{
    /// <summary>AA for text of normal size.</summary>
    public const double Enough = 4.5;

    public static bool IsColour(string? text) =>
        text is { Length: 7 } && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit);

    /// <summary>1 to 21.</summary>
    public static double Of(string one, string other)
    {
        var (a, b) = (Luminance(one), Luminance(other));
        return (Math.Max(a, b) + 0.05) / (Math.Min(a, b) + 0.05);
    }

    private static double Luminance(string colour) =>
        (0.2126 * Channel(colour, 1)) + (0.7152 * Channel(colour, 3)) + (0.0722 * Channel(colour, 5));

    private static double Channel(string colour, int at)
    {
        var share = int.Parse(colour.AsSpan(at, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);
    }
}
