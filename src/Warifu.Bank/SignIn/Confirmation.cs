using Warifu.Bank.History;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.SignIn;

/// <summary>
/// 確認用パスワード: who is signed in says once more that it is he, before a sensitive act. Its tries are counted behind a door of its own,
/// so that sign-in stays open.
/// </summary>
internal sealed class Confirmation(Database database, Banks banks, Doors doors, Locking locking, Passwords passwords)
{
    /// <summary>The try is booked, then the password is looked at. When it was right, the act's unit of work clears the counter.</summary>
    /// <returns>Null when it is right.</returns>
    public async Task<Refusal?> AskAsync(Session actor, string typed, string? from, CancellationToken cancel)
    {
        if (!await doors.BookAsync(actor.Bank, actor.UserId, Door.Confirmation, banks.Of(actor.Bank).Profile.SignIn.Tries, cancel))
            return ConfirmationRefusals.Locked;
        var hash = await database.InTenantAsync(actor.Bank, work => work.SingleAsync<string>(
            "select confirmation_password_hash from customer_user where bank_code = @Tenant and user_id = @UserId", new { work.Tenant, actor.UserId }), cancel);
        if (passwords.Matches(hash, typed))
            return null;
        await database.InTenantAsync(actor.Bank, work => locking.WrongAsync(
            work, HistoryEntry.Of(actor, from), actor.UserId, Door.Confirmation, Act.ConfirmationFailed, null, database.Time.GetUtcNow()), cancel);
        return ConfirmationRefusals.Wrong;
    }

    /// <summary>Within the unit of work of the act.</summary>
    public static Task ClearAsync(Work work, Session actor) => Doors.ClearAsync(work, actor.UserId, Door.Confirmation);
}
