using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <param name="Rights">Of the kind's rights those he keeps.</param>
internal sealed record TypedChange(string Name, string Kind, IReadOnlyList<Right> Rights);

/// <summary>Name, kind and rights of a user; they count from his next request on.</summary>
internal sealed class UserChange(UserActs acts)
{
    public Task<Outcome<ContractUser>> RunAsync(Session actor, Guid user, TypedChange typed, string confirmation, string? from, CancellationToken cancel) =>
        acts.RunAsync(actor, confirmation, from, act => ChangeAsync(act, user, typed), cancel);

    private static async Task<Outcome<ContractUser>> ChangeAsync(UserAct act, Guid id, TypedChange typed)
    {
        var found = act.Find(id);
        if (found.Refusal is not null)
            return found;
        var user = found.Value;
        if (!UserRules.IsName(typed.Name))
            return UserRefusals.NameUnfit;
        if (act.Profile.UserKinds.FirstOrDefault(kind => kind.Id == typed.Kind) is not { } kind)
            return UserRefusals.KindUnknown;
        if (kind.OnePerContract && kind != user.Kind)
            return UserRefusals.OnlyHandedOver;
        var changed = user with { Name = typed.Name.Trim(), Kind = kind, Denied = kind.OnePerContract ? [] : [.. kind.Rights.Except(typed.Rights)] };
        if (!UserRules.Governs(act.Actor, kind, changed.Rights))
            return UserRefusals.Outranks;
        if (UserRules.Forbids(act.Users, user, changed) is { } refusal)
            return refusal;
        await act.Work.ExecuteAsync("""
            update customer_user set name = @Name, kind = @kind, denied_rights = @denied where bank_code = @Tenant and user_id = @UserId
            """, new { act.Work.Tenant, changed.UserId, changed.Name, kind = kind.Id, denied = changed.Denied.Select(RightWords.Name).ToArray() });
        await act.WriteAsync(Act.UserChanged, $"{user.LoginId} {kind.Id} {string.Join(',', changed.Rights.Select(RightWords.Name))}".TrimEnd());
        return changed;
    }
}
