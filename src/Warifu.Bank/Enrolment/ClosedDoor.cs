using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn.ById;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment;

/// <summary>
/// Answers who asks for a certificate where none may be had. A stranger does not learn who has one: without the right passwords an unknown
/// user and one whose door is closed are told the same. Trying is slowed, and locks nothing that the user may need.
/// </summary>
internal sealed class ClosedDoor(Database database, SlowDown slowing)
{
    /// <param name="areRight">Looks at what was typed; it takes as long for an unknown user.</param>
    /// <param name="wrong">What a stranger is told.</param>
    public async Task<Refusal> AnswerAsync(
        BankProfile profile, EnrollingUser? user, string loginId, string? from, Func<bool> areRight, Refusal wrong, CancellationToken cancel)
    {
        var bank = profile.Code.Value;
        if (!await slowing.TakeAsync(bank, from, loginId, cancel))
            return IdSignInRefusals.TooSoon;
        if (areRight())
        {
            await database.InTenantAsync(bank, work => SlowDown.GiveBackAsync(work, from, loginId), cancel);
            return user!.StillValid(profile);
        }
        if (user is not null)
            await database.InTenantAsync(bank, work => new HistoryEntry(user.ContractId, user.LoginId, from)
                .WriteAsync(work, Act.EnrolmentFailed, wrong.Code, database.Time.GetUtcNow()), cancel);
        return wrong;
    }
}
