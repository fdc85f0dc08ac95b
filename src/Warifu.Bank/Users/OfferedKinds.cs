using Warifu.Bank.Profiles;

namespace Warifu.Bank.Users;

/// <summary>The kinds a form offers, each with its own rights to tick: what is ticked under another kind counts for nothing.</summary>
/// <param name="Chosen">ID of the kind.</param>
/// <param name="Granted">See <see cref="Value"/>.</param>
internal sealed record OfferedKinds(IReadOnlyList<UserKind> Kinds, string Chosen, IReadOnlyList<string> Granted)
{
    /// <summary>What a tick posts.</summary>
    public static string Value(UserKind kind, Right right) => $"{kind.Id}.{RightWords.Name(right)}";

    /// <summary>Everything ticked, for a new user.</summary>
    public static OfferedKinds ForNew(BankProfile profile)
    {
        UserKind[] kinds = [.. profile.UserKinds.Where(kind => !kind.OnePerContract)];
        return new(kinds, kinds.Length == 0 ? "" : kinds[^1].Id, [.. kinds.SelectMany(kind => kind.Rights.Select(right => Value(kind, right)))]);
    }

    /// <summary>As a user stands. A master stays one, and nobody else becomes one here.</summary>
    public static OfferedKinds Of(ContractUser user, BankProfile profile)
    {
        UserKind[] kinds = user.Kind.OnePerContract ? [user.Kind] : [.. profile.UserKinds.Where(kind => !kind.OnePerContract)];
        return new(kinds, user.Kind.Id, [.. kinds.SelectMany(kind => kind.Rights.Where(right => !user.Denied.Contains(right)).Select(right => Value(kind, right)))]);
    }

    /// <summary>The rights of what was posted.</summary>
    public static IReadOnlyList<Right> Read(BankProfile profile, string kind, IReadOnlyList<string> granted) =>
        [.. profile.UserKinds.Where(known => known.Id == kind).SelectMany(known => known.Rights.Where(right => granted.Contains(Value(known, right))))];
}
