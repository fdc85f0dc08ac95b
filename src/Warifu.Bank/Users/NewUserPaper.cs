using System.Security.Cryptography;
using Warifu.Bank.Profiles;

namespace Warifu.Bank.Users;

/// <summary>What a user is handed on paper; shown once and never kept.</summary>
/// <param name="Login">First login password; changed at the first sign-in.</param>
/// <param name="Confirmation">First confirmation password.</param>
internal sealed record NewUserPaper(string LoginId, string UserName, string Login, string Confirmation)
{
    // 31 letters and digits that nobody takes for one another on paper: nearly five bits each.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int GroupLength = 4;

    public static NewUserPaper Make(string loginId, string name, PasswordPolicy policy) =>
        new(loginId, name, Password(loginId, name, policy), Password(loginId, name, policy));

    /// <summary>As many groups of four as the bank's rule needs, at least three: 59 bits.</summary>
    public static string Password(string loginId, string name, PasswordPolicy policy)
    {
        var groups = Math.Max(3, (policy.MinimumLength / (GroupLength + 1)) + 1);
        while (true)
        {
            var made = string.Join('-', Enumerable.Range(0, groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupLength)));
            if (PasswordRule.Holds(made, loginId, name, policy))
                return made;
        }
    }
}
