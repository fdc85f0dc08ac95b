using Warifu.Bank.History;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment;

/// <summary>The open door of enrolment: a try is booked before what was typed is looked at, cleared when it was right and recorded when it was wrong.</summary>
internal sealed class EnrolmentDoor(Database database, Banks banks, Doors doors, Locking locking)
{
    /// <param name="isRight">Looks at what was typed; not asked where the door is locked.</param>
    /// <returns>Null when it is right and the user is not stopped.</returns>
    public async Task<Refusal?> TryAsync(
        string bank, EnrollingUser user, HistoryEntry entry, Func<bool> isRight, Refusal wrong, Refusal locked, CancellationToken cancel)
    {
        if (!await doors.BookAsync(bank, user.UserId, Door.Enrolment, banks.Of(bank).Profile.SignIn.Tries, cancel))
            return locked;
        var right = isRight();
        await database.InTenantAsync(bank, work => right
            ? Doors.ClearAsync(work, user.UserId, Door.Enrolment)
            : locking.WrongAsync(work, entry, user.UserId, Door.Enrolment, Act.EnrolmentFailed, wrong.Code, database.Time.GetUtcNow()), cancel);
        return !right ? wrong : user.Standing == "active" ? null : SignInRefusals.UserStopped;
    }
}
