using Microsoft.Extensions.Logging;
using Warifu.Bank.History;
using Warifu.Bank.SignIn.OneTime;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.SignIn.ById;

/// <summary>
/// Sign-in by ID and password, for contracts of that kind alone (seed 002, ID・パスワード方式).
/// 1. It is not too early for another try of this network, and at this ID.
/// 2. The user is found, and his contract is of this kind; else nobody's password is looked at, for as long.
/// 3. The try is booked, then the password is looked at.
/// 4. In one unit of work: the counter is cleared, and the session begins or a one-time password is asked.
/// An unknown ID, a user with certificates, a wrong password, a locked door and a stopped user are answered alike and after the same time.
/// </summary>
internal sealed partial class IdSignIn(
    Database database, Banks banks, Doors doors, Locking locking, Passwords passwords, SlowDown slowing, AfterPassword after, ILogger<IdSignIn> log)
{
    /// <summary>More than the slowest answer takes on a busy day: what is done before it leaves no trace in time.</summary>
    private static readonly TimeSpan AnswersAfter = TimeSpan.FromMilliseconds(500);

    /// <param name="consent">Which he signs in to answer; null: for the bank's pages.</param>
    public async Task<Outcome<Entered>> RunAsync(string bank, string loginId, string password, string? from, CancellationToken cancel, Guid? consent = null)
    {
        if (!await slowing.TakeAsync(bank, from, loginId, cancel)) // 1
            return IdSignInRefusals.TooSoon;
        var answers = Task.Delay(AnswersAfter, database.Time, cancel);
        var entered = await TryAsync(bank, loginId, password, from, consent, cancel);
        if (entered.Refusal is not null)
            await answers;
        return entered;
    }

    private async Task<Outcome<Entered>> TryAsync(string bank, string loginId, string password, string? from, Guid? consent, CancellationToken cancel)
    {
        var user = await database.InTenantAsync(bank, work => FindAsync(work, loginId), cancel); // 2
        var booked = user is not null && await doors.BookAsync(bank, user.UserId, Door.Id, banks.Of(bank).Profile.SignIn.Tries, cancel); // 3
        if (!passwords.Matches(booked ? user!.LoginPasswordHash : null, password))
        {
            if (user is not null)
                await database.InTenantAsync(bank, work => RecordAsync(work, user, booked, from), cancel);
            return IdSignInRefusals.Wrong;
        }
        if (user!.Standing != "active")
            return IdSignInRefusals.Wrong;
        var entered = await database.InTenantAsync(bank, async work => // 4
        {
            await Doors.ClearAsync(work, user.UserId, Door.Id);
            await SlowDown.GiveBackAsync(work, from, loginId);
            return await after.GoOnAsync(work, new(user.UserId, Certificate: null, consent), user.Entry(from), database.Time.GetUtcNow());
        }, cancel);
        Entered(log, bank, user.UserId);
        return entered;
    }

    private async Task RecordAsync(Work work, IdUser user, bool booked, string? from)
    {
        NotEntered(log, work.Tenant!, user.UserId, booked);
        var now = database.Time.GetUtcNow();
        if (booked)
            await locking.WrongAsync(work, user.Entry(from), user.UserId, Door.Id, Act.SignInFailed, IdSignInRefusals.Wrong.Code, now);
        else
            await user.Entry(from).WriteAsync(work, Act.SignInRefused, SignInRefusals.CertificateDoorLocked.Code, now);
    }

    // What is no login ID is nobody's: look-alikes of other scripts are not letters of one.
    private static async Task<IdUser?> FindAsync(Work work, string loginId) => !loginId.All(char.IsAsciiLetterOrDigit) ? null
        : await work.SingleOrDefaultAsync<IdUser>("""
            select u.user_id, u.login_id, u.contract_id, u.standing, u.login_password_hash
            from customer_user u join contract c on c.bank_code = u.bank_code and c.contract_id = u.contract_id
            where u.bank_code = @Tenant and u.login_id = @loginId and c.sign_in_method = 'id'
            """, new { work.Tenant, loginId });

    [LoggerMessage(2004, LogLevel.Information, "User {User} of bank {Bank} gave the right password with his ID.")]
    private static partial void Entered(ILogger log, string bank, Guid user);

    [LoggerMessage(2005, LogLevel.Warning, "A sign-in by ID as user {User} of bank {Bank} was refused; the door was open: {Open}.")]
    private static partial void NotEntered(ILogger log, string bank, Guid user, bool open);

    private sealed record IdUser(Guid UserId, string LoginId, string ContractId, string Standing, string LoginPasswordHash)
    {
        public HistoryEntry Entry(string? from) => new(ContractId, LoginId, from);
    }
}
