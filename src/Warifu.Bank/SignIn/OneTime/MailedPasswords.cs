using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.SignIn.OneTime;

/// <summary>
/// メール通知パスワード: mailed on request to who is signed in, for one act on one thing, such as the suspension of a user. It can be sent
/// again, stands until sign-out, and counts once.
/// </summary>
internal sealed class MailedPasswords(Database database, Banks banks, Doors doors, Locking locking, MailedCodes codes)
{
    /// <summary>Sends one; the one before it for the same act counts no more.</summary>
    /// <param name="about">What the act is done to, such as a login ID; the mail names it.</param>
    /// <returns>Where it went, masked.</returns>
    public Task<Outcome<string>> SendAsync(Session actor, Act act, string about, string? from, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<string>>(actor.Bank, async work =>
        {
            var now = database.Time.GetUtcNow();
            if (await MailReader.FindAsync(work, actor.UserId) is not { } reader)
                return OneTimeRefusals.NoAddress;
            var words = ActWords.Of(ActWords.Name(act));
            var what = new Phrase($"メール通知パスワード（{words.Ja}: {about}）", $"Mailed password ({words.En}: {about})");
            if (await codes.SendAsync(work, reader, actor.Key, For(act, about), what, life: null, now) is { } refusal)
                return refusal;
            await HistoryEntry.Of(actor, from).WriteAsync(work, Act.PasswordMailed, For(act, about), now);
            return reader.Masked;
        }, cancel);

    /// <summary>The try is booked, then the password is looked at, and is used up when it is right.</summary>
    /// <returns>Null when it is right.</returns>
    public async Task<Refusal?> CheckAsync(Session actor, Act act, string about, string typed, string? from, CancellationToken cancel)
    {
        if (!await doors.BookAsync(actor.Bank, actor.UserId, Door.Mailed, banks.Of(actor.Bank).Profile.SignIn.Tries, cancel))
            return OneTimeRefusals.MailedLocked;
        return await database.InTenantAsync<Refusal?>(actor.Bank, async work =>
        {
            var now = database.Time.GetUtcNow();
            if (await codes.UseAsync(work, actor.Key, For(act, about), typed, now))
            {
                await Doors.ClearAsync(work, actor.UserId, Door.Mailed);
                return null;
            }
            await locking.WrongAsync(work, HistoryEntry.Of(actor, from), actor.UserId, Door.Mailed, Act.MailedPasswordFailed, For(act, about), now);
            return OneTimeRefusals.WrongMailed;
        }, cancel);
    }

    private static string For(Act act, string about) => $"{ActWords.Name(act)} {about}";
}
