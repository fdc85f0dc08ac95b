using Warifu.Bank.History;
using Warifu.Bank.SignIn;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>利用者停止・解除 (seed 003, BRSK001): a suspended user is refused at the next request of his open session, and cannot sign in.</summary>
internal sealed class UserStop(UserActs acts)
{
    /// <param name="stop">False: the suspension is lifted.</param>
    public Task<Outcome<ContractUser>> RunAsync(Session actor, Guid user, bool stop, string confirmation, string? from, CancellationToken cancel) =>
        acts.RunAsync(actor, confirmation, from, act => SetAsync(act, user, stop), cancel);

    private static async Task<Outcome<ContractUser>> SetAsync(UserAct act, Guid id, bool stop)
    {
        var found = act.Find(id);
        if (found.Refusal is not null)
            return found;
        var user = found.Value;
        if (user.IsStopped == stop)
            return UserRefusals.NothingToDo;
        if (user == act.Actor)
            return user.Kind.OnePerContract ? UserRefusals.MasterNeedsSuccessor : UserRefusals.Yourself;
        if (stop && UserRules.Forbids(act.Users, user, null) is { } refusal)
            return refusal;
        await act.Work.ExecuteAsync("update customer_user set standing = @standing where bank_code = @Tenant and user_id = @id",
            new { act.Work.Tenant, id, standing = stop ? "stopped" : "active" });
        if (stop)
            await act.EndSessionAsync(id);
        await act.WriteAsync(stop ? Act.UserStopped : Act.UserResumed, user.LoginId);
        return user with { IsStopped = stop };
    }
}
