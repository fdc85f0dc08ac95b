using Warifu.Bank.History;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.Users;

/// <summary>
/// Change of one's own 確認用パスワード.
/// 1. The new one is typed the same twice and is fit.
/// 2. The current one is asked, as for any sensitive act.
/// 3. In one unit of work: it is neither the login password nor the same again; it takes its place; it is recorded.
/// </summary>
internal sealed class ConfirmationChange(Database database, Banks banks, Confirmation confirmation, Passwords passwords)
{
    /// <returns>Null when it was changed.</returns>
    public async Task<Refusal?> RunAsync(Session session, TypedPasswords typed, string? from, CancellationToken cancel)
    {
        if (typed.Next != typed.Again) // 1
            return PasswordChange.NotTheSame;
        if (!PasswordRule.Holds(typed.Next, session.LoginId, session.UserName, banks.Of(session.Bank).Profile.Password))
            return PasswordChange.Unfit;
        if (await confirmation.AskAsync(session, typed.Current, from, cancel) is { } refusal) // 2
            return refusal;
        var hash = passwords.Hash(typed.Next);
        return await database.InTenantAsync<Refusal?>(session.Bank, async work => // 3
        {
            await Confirmation.ClearAsync(work, session);
            var login = await work.SingleAsync<string>(
                "select login_password_hash from customer_user where bank_code = @Tenant and user_id = @UserId for update", new { work.Tenant, session.UserId });
            if (typed.Next == typed.Current || passwords.Matches(login, typed.Next))
                return PasswordChange.UsedBefore;
            await work.ExecuteAsync("""
                update customer_user set confirmation_password_hash = @hash, confirmation_password_given = false where bank_code = @Tenant and user_id = @UserId
                """, new { work.Tenant, session.UserId, hash });
            await HistoryEntry.Of(session, from).WriteAsync(work, Act.ConfirmationPasswordChanged, detail: null, database.Time.GetUtcNow());
            return null;
        }, cancel);
    }
}
