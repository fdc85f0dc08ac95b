using System.Text.RegularExpressions;

namespace Warifu.Bank.Notices;

/// <summary>
/// What we take for a mail address: the plain form every relay takes, in ASCII, so that no look-alike of another one passes and no
/// line break reaches a header (RFC 5321, 4.1.2, without quoted local parts and literals).
/// </summary>
internal static partial class MailAddress
{
    public static bool Holds(string text) => text.Length <= 254 && Plain().IsMatch(text);

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+\\z",
        RegexOptions.ExplicitCapture, 100)]
    private static partial Regex Plain();
}
