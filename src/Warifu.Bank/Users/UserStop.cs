using Warifu.Bank.History;
using Warifu.Bank.SignIn;
using Warifu.Bank.SignIn.OneTime;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>
/// 利用者停止・解除 (seed 003, BRSK001): a suspended user is refused at the next request of his open session, and cannot sign in. Beside 確認用パスワード
/// it asks メール通知パスワード, mailed for this act on this user.
/// </summary>
internal sealed class UserStop(Database database, Banks banks, UserActs acts, MailedPasswords mailed)
{
    /// <param name="stop">False: the suspension is lifted.</param>
    /// <returns>Where it was mailed to, masked.</returns>
    public async Task<Outcome<string>> SendAsync(Session actor, Guid user, bool stop, string? from, CancellationToken cancel) =>
        await LoginIdAsync(actor, user, cancel) is { } loginId
            ? await mailed.SendAsync(actor, ActOf(stop), loginId, from, cancel)
            : UserRefusals.NotThere;

    public async Task<Outcome<ContractUser>> RunAsync(
        Session actor, Guid user, bool stop, string confirmation, string mailedPassword, string? from, CancellationToken cancel) =>
        await LoginIdAsync(actor, user, cancel) is { } loginId
            ? await acts.RunAsync(actor, confirmation, from, act => SetAsync(act, user, stop), cancel,
                () => mailed.CheckAsync(actor, ActOf(stop), loginId, mailedPassword, from, cancel))
            : UserRefusals.NotThere;

    private static Act ActOf(bool stop) => stop ? Act.UserStopped : Act.UserResumed;

    private async Task<string?> LoginIdAsync(Session actor, Guid user, CancellationToken cancel) =>
        (await database.InTenantAsync(actor.Bank, work => ContractUser.OfAsync(work, actor.ContractId, banks.Of(actor.Bank).Profile), cancel))
        .SingleOrDefault(one => one.UserId == user)?.LoginId;

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
        await act.WriteAsync(ActOf(stop), user.LoginId);
        return user with { IsStopped = stop };
    }
}
