using Microsoft.Extensions.Logging;
using Warifu.Bank.History;
using Warifu.Bank.SignIn.OneTime;
using Warifu.Postgres;
using Warifu.Wire;

namespace Warifu.Bank.SignIn;

/// <summary>
/// Sign-in by certificate and password (seed 001, 2.2).
/// 1. The register knows the connection's certificate, and it and its user stand.
/// 2. The try is booked.
/// 3. The password is looked at.
/// 4. In one unit of work: the counter is cleared, the contract is of the certificate method, and the session begins (<see cref="SessionStart"/>) or a one-time password is asked.
/// </summary>
internal sealed partial class CertificateSignIn(
    Database database, Banks banks, Doors doors, Locking locking, Passwords passwords, AfterPassword after, ILogger<CertificateSignIn> log)
{
    /// <param name="consent">Which he signs in to answer; null: for the bank's pages.</param>
    public async Task<Outcome<Entered>> RunAsync(string bank, byte[]? certificate, string password, string? from, CancellationToken cancel, Guid? consent = null)
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
        var entered = await database.InTenantAsync<Outcome<Entered>>(bank, async work => // 4
        {
            await Doors.ClearAsync(work, holder.UserId, Door.Certificate);
            if (await SignsInByIdAsync(work, holder.ContractId))
            {
                await entry.WriteAsync(work, Act.SignInRefused, SignInRefusals.MethodIsId.Code, database.Time.GetUtcNow());
                return SignInRefusals.MethodIsId;
            }
            return await after.GoOnAsync(work, new(holder.UserId, certificate, consent), entry, database.Time.GetUtcNow());
        }, cancel);
        if (entered.Refusal is null)
            Entered(log, bank, holder.UserId);
        return entered;
    }

    /// <summary>The bank has turned the certificate method off for the contract (seed 003); its certificates still stand.</summary>
    private static Task<bool> SignsInByIdAsync(Work work, string contractId) => work.SingleAsync<bool>(
        "select sign_in_method = 'id' from contract where bank_code = @Tenant and contract_id = @contractId", new { work.Tenant, contractId });

    private async Task<Refusal> RefusedAsync(
        string bank, CertificateHolder holder, Refusal refusal, Func<Work, string, DateTimeOffset, Task> record, CancellationToken cancel)
    {
        NotSignedIn(log, bank, holder.UserId, refusal.Code);
        await database.InTenantAsync(bank, work => record(work, refusal.Code, database.Time.GetUtcNow()), cancel);
        return refusal;
    }

    [LoggerMessage(2001, LogLevel.Information, "User {User} of bank {Bank} gave the right password with his certificate.")]
    private static partial void Entered(ILogger log, string bank, Guid user);

    [LoggerMessage(2002, LogLevel.Warning, "User {User} of bank {Bank} was not let in: {Code}.")]
    private static partial void NotSignedIn(ILogger log, string bank, Guid user, string code);
}
