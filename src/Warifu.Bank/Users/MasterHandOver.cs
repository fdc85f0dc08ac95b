using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>マスター権限の引継ぎ: the master names his successor and becomes one of those who manage users beside him. There is always one.</summary>
internal sealed class MasterHandOver(UserActs acts)
{
    public Task<Outcome<ContractUser>> RunAsync(Session actor, Guid successor, string confirmation, string? from, CancellationToken cancel) =>
        acts.RunAsync(actor, confirmation, from, act => HandOverAsync(act, successor), cancel);

    /// <summary>What the master becomes: the first kind of the profile that manages users beside a master.</summary>
    public static UserKind? Afterwards(BankProfile profile) => profile.UserKinds.FirstOrDefault(kind => !kind.OnePerContract && kind.May(Right.ManageUsers));

    private static async Task<Outcome<ContractUser>> HandOverAsync(UserAct act, Guid id)
    {
        if (!act.Actor.Kind.OnePerContract || Afterwards(act.Profile) is not { } afterwards)
            return UserRefusals.NotMaster;
        var found = act.Find(id);
        if (found.Refusal is not null)
            return found;
        var successor = found.Value;
        if (successor == act.Actor)
            return UserRefusals.Yourself;
        if (successor.IsStopped)
            return UserRefusals.SuccessorStopped;
        await act.Work.ExecuteAsync("""
            update customer_user set denied_rights = '{}', kind = case user_id when @UserId then @master else @afterwards end
            where bank_code = @Tenant and user_id in (@UserId, @actor)
            """, new { act.Work.Tenant, successor.UserId, actor = act.Actor.UserId, master = act.Actor.Kind.Id, afterwards = afterwards.Id });
        await act.WriteAsync(Act.MastershipHandedOver, $"{act.Actor.LoginId} {successor.LoginId}");
        return successor with { Kind = act.Actor.Kind, Denied = [] };
    }
}
