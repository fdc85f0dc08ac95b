using Warifu.Bank.Certificates;
using Warifu.Bank.Consents.Links;
using Warifu.Bank.Enrolment;
using Warifu.Bank.History;
using Warifu.Bank.SignIn;
using Warifu.Postgres.Jobs;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Users;

/// <summary>A user leaves: his certificates are revoked, his session and his links end, and what he did stays in the history.</summary>
internal sealed class UserDeletion(UserActs acts, GrantEnding ending, JobQueue jobs)
{
    public Task<Outcome<ContractUser>> RunAsync(Session actor, Guid user, string confirmation, string? from, CancellationToken cancel) =>
        acts.RunAsync(actor, confirmation, from, act => DeleteAsync(act, user), cancel);

    private async Task<Outcome<ContractUser>> DeleteAsync(UserAct act, Guid id)
    {
        var found = act.Find(id);
        if (found.Refusal is not null)
            return found;
        var user = found.Value;
        if (user == act.Actor)
            return user.Kind.OnePerContract ? UserRefusals.MasterNeedsSuccessor : UserRefusals.Yourself;
        if (UserRules.Forbids(act.Users, user, null) is { } refusal)
            return refusal;
        await act.Work.ExecuteAsync("update customer_user set standing = 'deleted' where bank_code = @Tenant and user_id = @id", new { act.Work.Tenant, id });
        await act.EndSessionAsync(id);
        await ending.EndAllAsync(act.Work, id, GrantEnd.UserDeleted, act.Entry, act.Now);
        await EnrolmentIntent.GiveUpAllAsync(act.Work, jobs, id, act.Now);
        var held = (await HeldCertificates.OfUserAsync(act.Work, id, act.Profile, act.Now))!;
        if (held.State.Stands())
            await RegisterRevocation.WriteAsync(act.Work, jobs, held, RevocationReason.CessationOfOperation, act.Entry, act.Now);
        await act.WriteAsync(Act.UserDeleted, user.LoginId);
        return user;
    }
}
