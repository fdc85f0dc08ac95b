using Warifu.Bank.Profiles;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>Who may do what to whom, and what a contract always keeps.</summary>
internal static class UserRules
{
    public const int NameLength = 48;

    /// <summary>The master over everybody but a master; another who manages users over those who have no right that he lacks.</summary>
    public static bool Governs(ContractUser actor, UserKind kind, IEnumerable<Right> rights) =>
        // What concerns only oneself is no power over others.
        actor.Kind.OnePerContract || (!kind.OnePerContract && rights.Except([Right.RevokeOwnCertificate]).All(actor.May));

    /// <summary>Whether the contract keeps a master and somebody who manages users, when this one is gone or becomes another.</summary>
    /// <param name="afterwards">What the user becomes; null when he is gone or stopped.</param>
    public static Refusal? Forbids(IReadOnlyList<ContractUser> users, ContractUser user, ContractUser? afterwards) =>
        user.Kind.OnePerContract && afterwards?.Kind != user.Kind ? UserRefusals.MasterNeedsSuccessor
        : users.Where(other => other != user).Append(afterwards).Any(other => other is { IsStopped: false } && other.May(Right.ManageUsers)) ? null
        : UserRefusals.LastManager;

    public static bool IsName(string name) => name.Trim().Length is >= 1 and <= NameLength && !name.Any(char.IsControl);
}
