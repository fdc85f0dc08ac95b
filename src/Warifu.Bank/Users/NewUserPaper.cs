using System.Security.Cryptography;
using Warifu.Bank.Profiles;

namespace Warifu.Bank.Users;

/// <summary>What a user is handed on paper; shown once and never kept.</summary>
/// <param name="Login">First login password; changed at the first sign-in.</param>
/// <param name="Confirmation">First confirmation password.</param>
/// <param name="Acquisition">電子証明書取得用パスワード, where the bank has them (seed 001, 2.1: sent along with user ID and password).</param>
internal sealed record NewUserPaper(string ContractId, string LoginId, string UserName, string Login, string Confirmation, string? Acquisition)
{
    // 31 letters and digits that nobody takes for one another on paper: nearly five bits each.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int GroupLength = 4;

    public static NewUserPaper Make(string contractId, string loginId, string name, BankProfile profile) => new(
        contractId, loginId, name, Password(loginId, name, profile.Password), Password(loginId, name, profile.Password),
        profile.Certificate.AcquisitionPassword ? Password(loginId, name, profile.Password) : null);

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
