using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>
/// What every sensitive act on users has in common.
/// 1. 確認用パスワード is asked, and what else the act asks.
/// 2. In one unit of work, with the contract held: of two acts at once the second sees what the first did.
/// 3. Who acts may still do so; then the act decides, changes and records.
/// </summary>
internal sealed class UserActs(Database database, Banks banks, Confirmation confirmation)
{
    /// <param name="asked">What else is asked once the confirmation was right; null when it is right too.</param>
    public async Task<Outcome<T>> RunAsync<T>(
        Session actor, string confirmed, string? from, Func<UserAct, Task<Outcome<T>>> act, CancellationToken cancel, Func<Task<Refusal?>>? asked = null)
    {
        if (await confirmation.AskAsync(actor, confirmed, from, cancel) is { } refusal) // 1
            return refusal;
        if (asked is not null && await asked() is { } unproven)
        {
            await database.InTenantAsync(actor.Bank, work => Confirmation.ClearAsync(work, actor), cancel);
            return unproven;
        }
        return await database.InTenantAsync(actor.Bank, async work => // 2
        {
            await Confirmation.ClearAsync(work, actor);
            await work.ExecuteAsync("select 1 from contract where bank_code = @Tenant and contract_id = @ContractId for update", new { work.Tenant, actor.ContractId });
            var profile = banks.Of(actor.Bank).Profile;
            var users = await ContractUser.OfAsync(work, actor.ContractId, profile);
            return users.SingleOrDefault(user => user.UserId == actor.UserId && !user.IsStopped) is { } himself && himself.May(Right.ManageUsers) // 3
                ? await act(new(work, actor.ContractId, profile, himself, users, HistoryEntry.Of(actor, from), database.Time.GetUtcNow()))
                : SignInRefusals.NotAllowed;
        }, cancel);
    }
}

/// <summary>An act on users of a contract, in its unit of work.</summary>
/// <param name="Actor">As he stands now.</param>
/// <param name="Users">All of the contract.</param>
internal sealed record UserAct(
    Work Work, string ContractId, BankProfile Profile, ContractUser Actor, IReadOnlyList<ContractUser> Users, HistoryEntry Entry, DateTimeOffset Now)
{
    /// <summary>A user on whom the actor may act: he has no right that the actor has not.</summary>
    public Outcome<ContractUser> Find(Guid id) =>
        Users.SingleOrDefault(user => user.UserId == id) is not { } found ? UserRefusals.NotThere
        : UserRules.Governs(Actor, found.Kind, found.Rights) ? found
        : UserRefusals.Outranks;

    /// <summary>Of a user who is not to go on; it does not come back to life when he may again.</summary>
    public Task EndSessionAsync(Guid user) => Sessions.EndOfUserAsync(Work, user, Now);

    public Task WriteAsync(Act act, string detail) => Entry.WriteAsync(Work, act, detail, Now);
}
