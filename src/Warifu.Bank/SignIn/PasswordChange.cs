using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.Profiles;
using Warifu.Bank.Users;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.SignIn;

/// <param name="Again">What the user typed as the new one a second time.</param>
internal sealed record TypedPasswords(string Current, string Next, string Again);

/// <summary>
/// Change of the login password by its user (seed 001, 2.2 (4) and 2.5).
/// 1. The new one is typed the same twice and is fit.
/// 2. The try is booked, then the current one is looked at.
/// 3. In one unit of work, the user's row held: the new one is none of those he had lately; it takes their place; it is recorded, and the
///    user is told by mail, in case it was not he.
/// </summary>
internal sealed class PasswordChange(Database database, Banks banks, Doors doors, Locking locking, Passwords passwords, UserNotices notices)
{
    public static readonly Refusal NotTheSame = new("password-not-repeated", 422,
        new("新しいパスワードと再入力が一致しません。", "The new password and its repetition differ."),
        new("同じパスワードを二度入力してください。", "Enter the same one twice."));

    public static readonly Refusal Unfit = new("password-unfit", 422,
        new("このパスワードは条件を満たしていません。", "This password does not meet the conditions."),
        new("画面の「パスワードの条件」を確かめて、別のパスワードを入力してください。", "See what a password must be, and choose another."));

    public static readonly Refusal UsedBefore = new("password-used-before", 422,
        new("現在または最近使っていたパスワードは設定できません。", "A password you have now, or had lately, cannot be set."),
        new("別のパスワードを入力してください。", "Choose another."));

    public static readonly Refusal WrongCurrent = new("wrong-current-password", 403,
        new("現在のパスワードが正しくありません。", "The current password is not right."),
        new("大文字・小文字を確かめて、もう一度入力してください。続けて間違えると変更できなくなります。", "Mind capital and small letters and enter it again. Several wrong tries in a row lock it."));

    public static readonly Refusal Locked = new("password-change-locked", 403,
        new("現在のパスワードを続けて間違えたため、変更できなくなっています。", "The change is locked after wrong passwords in a row."),
        new("ログインは今までどおりできます。お取引店またはヘルプデスクへロック解除をご依頼ください。", "Sign-in is open as before. Ask your branch or the help desk to unlock the change."));

    /// <returns>Null when it was changed.</returns>
    public async Task<Refusal?> RunAsync(Session session, TypedPasswords typed, string? from, CancellationToken cancel)
    {
        var policy = banks.Of(session.Bank).Profile.Password;
        if (typed.Next != typed.Again) // 1
            return NotTheSame;
        if (!PasswordRule.Holds(typed.Next, session.LoginId, session.UserName, policy))
            return Unfit;
        var entry = HistoryEntry.Of(session, from);
        if (!await doors.BookAsync(session.Bank, session.UserId, Door.Confirmation, banks.Of(session.Bank).Profile.SignIn.Tries, cancel)) // 2
            return Locked;
        var known = await database.InTenantAsync(session.Bank, work => KnownAsync(work, session.UserId), cancel);
        if (!passwords.Matches(known.Login, typed.Current))
        {
            await database.InTenantAsync(session.Bank, work => locking.WrongAsync(
                work, entry, session.UserId, Door.Confirmation, Act.ConfirmationFailed, WrongCurrent.Code, database.Time.GetUtcNow()), cancel);
            return WrongCurrent;
        }
        var hash = IsAmong(known, typed.Next, policy) ? null : passwords.Hash(typed.Next);
        return await database.InTenantAsync(session.Bank, async work => // 3
        {
            await Doors.ClearAsync(work, session.UserId, Door.Confirmation);
            return hash is null ? UsedBefore : await TakeAsync(work, session, known, hash, policy, entry);
        }, cancel);
    }

    private bool IsAmong(Known known, string next, PasswordPolicy policy) =>
        known.Earlier.Take(policy.Remembered).Prepend(known.Login).Append(known.Confirmation).Any(hash => passwords.Matches(hash, next));

    private async Task<Refusal?> TakeAsync(Work work, Session session, Known known, string hash, PasswordPolicy policy, HistoryEntry entry)
    {
        var now = database.Time.GetUtcNow();
        var with = new { work.Tenant, session.UserId, hash, known.Login, now, policy.Remembered };
        // The row under the password that was looked at; of two changes at once the second looked at one that is gone.
        if (await work.ExecuteAsync("""
            update customer_user set login_password_hash = @hash, login_password_set_at = @now, login_password_given = false
            where bank_code = @Tenant and user_id = @UserId and login_password_hash = @Login
            """, with) != 1)
            return WrongCurrent;
        await work.ExecuteAsync("insert into earlier_password (bank_code, user_id, replaced_at, password_hash) values (@Tenant, @UserId, @now, @Login)", with);
        await work.ExecuteAsync("""
            delete from earlier_password where bank_code = @Tenant and user_id = @UserId and replaced_at not in (
              select replaced_at from earlier_password where bank_code = @Tenant and user_id = @UserId order by replaced_at desc limit @Remembered)
            """, with);
        await entry.WriteAsync(work, Act.PasswordChanged, detail: null, now);
        await notices.TellAsync(work, session.UserId, NoticeKind.PasswordChanged, detail: null, now);
        return null;
    }

    private static async Task<Known> KnownAsync(Work work, Guid user)
    {
        var hashes = await work.SingleAsync<Hashes>(
            "select login_password_hash, confirmation_password_hash from customer_user where bank_code = @Tenant and user_id = @user", new { work.Tenant, user });
        return new(hashes.LoginPasswordHash, hashes.ConfirmationPasswordHash, await work.QueryAsync<string>(
            "select password_hash from earlier_password where bank_code = @Tenant and user_id = @user order by replaced_at desc", new { work.Tenant, user }));
    }

    private sealed record Hashes(string LoginPasswordHash, string ConfirmationPasswordHash);

    /// <param name="Earlier">The latest first.</param>
    private sealed record Known(string Login, string Confirmation, IReadOnlyList<string> Earlier);
}
