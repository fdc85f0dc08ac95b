using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.SignIn;
using Warifu.Bank.SignIn.OneTime;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>
/// Change of one's own mail address. To it go the passwords of other acts, so that it counts only when its reader has it and the user is
/// who he says.
/// 1. The address is one; the 確認用パスワード is asked; a code goes to the new address. It is good for that address alone.
/// 2. The try is booked, then the code is looked at. In one unit of work: the old address is told, the new one takes its place, it is recorded.
/// </summary>
internal sealed class MailChange(
    Database database, Banks banks, Confirmation confirmation, Doors doors, Locking locking, MailedCodes codes, UserNotices notices)
{
    private static readonly TimeSpan CodeLife = TimeSpan.FromMinutes(10);
    private static readonly Phrase Subject = new("メールアドレス変更の確認", "Confirmation of your new mail address");

    /// <returns>Null when the code is on its way.</returns>
    public async Task<Refusal?> SendAsync(Session session, string address, string typedConfirmation, string? from, CancellationToken cancel) // 1
    {
        if (!MailAddress.Holds(address))
            return UserRefusals.MailUnfit;
        if (await confirmation.AskAsync(session, typedConfirmation, from, cancel) is { } refusal)
            return refusal;
        return await database.InTenantAsync(session.Bank, async work =>
        {
            await Confirmation.ClearAsync(work, session);
            return await codes.SendAsync(
                work, new MailReader(session.UserId, session.UserName, address), session.Key, For(address), Subject, CodeLife, database.Time.GetUtcNow());
        }, cancel);
    }

    /// <returns>Null when the address is his.</returns>
    public async Task<Refusal?> ConfirmAsync(Session session, string address, string code, string? from, CancellationToken cancel) // 2
    {
        if (!MailAddress.Holds(address))
            return UserRefusals.MailUnfit;
        if (!await doors.BookAsync(session.Bank, session.UserId, Door.Mailed, banks.Of(session.Bank).Profile.SignIn.Tries, cancel))
            return OneTimeRefusals.MailedLocked;
        return await database.InTenantAsync<Refusal?>(session.Bank, async work =>
        {
            var (now, entry) = (database.Time.GetUtcNow(), HistoryEntry.Of(session, from));
            if (!await codes.UseAsync(work, session.Key, For(address), code, now))
            {
                await locking.WrongAsync(work, entry, session.UserId, Door.Mailed, Act.MailedPasswordFailed, ActWords.Name(Act.MailAddressChanged), now);
                return OneTimeRefusals.WrongMailed;
            }
            await Doors.ClearAsync(work, session.UserId, Door.Mailed);
            await notices.TellAsync(work, session.UserId, NoticeKind.MailAddressChanged, detail: null, now);
            await work.ExecuteAsync(
                "update customer_user set mail_address = @address where bank_code = @Tenant and user_id = @UserId", new { work.Tenant, address, session.UserId });
            await entry.WriteAsync(work, Act.MailAddressChanged, MailReader.Mask(address), now);
            return null;
        }, cancel);
    }

    private static string For(string address) => $"{ActWords.Name(Act.MailAddressChanged)} {address}";
}
