using Warifu.Bank.Profiles;

namespace Warifu.Bank.Users;

/// <summary>What a password must be (seed 001, 2.2 (4)): long enough, half-width, letters and digits mixed, not a name of its user.</summary>
internal static class PasswordRule
{
    public static bool Holds(string password, string loginId, string userName, PasswordPolicy policy) =>
        password.Length >= policy.MinimumLength
        && password.Length <= 128
        && password.All(letter => letter is > ' ' and <= '~')
        && password.Any(char.IsAsciiLetter)
        && password.Any(char.IsAsciiDigit)
        && !string.Equals(password, loginId, StringComparison.OrdinalIgnoreCase)
        && password != userName;
}
