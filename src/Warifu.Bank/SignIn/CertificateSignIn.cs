using Microsoft.Extensions.Logging;
using Warifu.Bank.Certificates;
using Warifu.Bank.History;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;

namespace Warifu.Bank.SignIn;

/// <summary>
/// Sign-in by certificate and password (seed 001, 2.2).
/// 1. The register knows the connection's certificate, and it and its user stand.
/// 2. The try is booked.
/// 3. The password is looked at.
/// 4. In one unit of work: the counter is cleared, an earlier session ends, the new one begins, both are recorded; a certificate that
///    this one renewed ends, where the profile says so.
/// </summary>
internal sealed partial class CertificateSignIn(
    Database database, Banks banks, Doors doors, Locking locking, Passwords passwords, JobQueue jobs, ILogger<CertificateSignIn> log)
{
    /// <returns>The cookie's value.</returns>
    public async Task<Outcome<string>> RunAsync(string bank, byte[]? certificate, string password, string? from, CancellationToken cancel)
    {
        var found = await CertificateHolder.FindAsync(database, banks.Of(bank).Profile, certificate, cancel); // 1
        if (found.Refusal is { } notFound)
            return notFound;
        var holder = found.Value;
        var entry = new HistoryEntry(holder.ContractId, holder.LoginId, from) { Certificate = certificate };
        if (!await doors.BookAsync(bank, holder.UserId, Door.Certificate, banks.Of(bank).Profile.SignIn.Tries, cancel)) // 2
            return await RefusedAsync(bank, holder, SignInRefusals.CertificateDoorLocked,
                (work, code, now) => entry.WriteAsync(work, Act.SignInRefused, code, now), cancel);
        if (!passwords.Matches(holder.LoginPasswordHash, password)) // 3
            return await RefusedAsync(bank, holder, SignInRefusals.WrongPassword,
                (work, code, now) => locking.WrongAsync(work, entry, holder.UserId, Door.Certificate, Act.SignInFailed, code, now), cancel);
        var begun = await database.InTenantAsync(bank, work => BeginAsync(work, holder, certificate!, entry), cancel); // 4
        SignedIn(log, bank, holder.UserId);
        return begun;
    }

    private async Task<Refusal> RefusedAsync(
        string bank, CertificateHolder holder, Refusal refusal, Func<Work, string, DateTimeOffset, Task> record, CancellationToken cancel)
    {
        NotSignedIn(log, bank, holder.UserId, refusal.Code);
        await database.InTenantAsync(bank, work => record(work, refusal.Code, database.Time.GetUtcNow()), cancel);
        return refusal;
    }

    private async Task<Outcome<string>> BeginAsync(Work work, CertificateHolder holder, byte[] certificate, HistoryEntry entry)
    {
        var now = database.Time.GetUtcNow();
        var cookie = SessionCookie.NewValue();
        var with = new { work.Tenant, holder.UserId, key = SessionCookie.KeyOf(cookie), certificate, entry.From, now };
        // The user's row is locked first: of two sign-ins at once one ends the other's session.
        await work.ExecuteAsync("select 1 from customer_user where bank_code = @Tenant and user_id = @UserId for update", with);
        await Doors.ClearAsync(work, holder.UserId, Door.Certificate);
        await work.ExecuteAsync(
            "update bank_session set ended_at = @now, end_reason = 'replaced' where bank_code = @Tenant and user_id = @UserId and ended_at is null", with);
        await work.ExecuteAsync("""
            insert into bank_session (bank_code, session_sha256, user_id, certificate_sha256, started_at, last_seen_at, signed_in_before, signed_in_before_from)
            select bank_code, @key, user_id, @certificate, @now, @now, signed_in_at, signed_in_from
            from customer_user where bank_code = @Tenant and user_id = @UserId
            """, with);
        await work.ExecuteAsync("update customer_user set signed_in_at = @now, signed_in_from = @From where bank_code = @Tenant and user_id = @UserId", with);
        await entry.WriteAsync(work, Act.SignedIn, detail: null, now);
        await RegisterRevocation.SupersedeAsync(work, jobs, certificate, entry, now);
        return cookie;
    }

    [LoggerMessage(2001, LogLevel.Information, "User {User} of bank {Bank} signed in by certificate.")]
    private static partial void SignedIn(ILogger log, string bank, Guid user);

    [LoggerMessage(2002, LogLevel.Warning, "User {User} of bank {Bank} was not let in: {Code}.")]
    private static partial void NotSignedIn(ILogger log, string bank, Guid user, string code);
}
