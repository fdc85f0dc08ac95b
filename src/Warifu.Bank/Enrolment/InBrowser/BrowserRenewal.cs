using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Pki.Certificates;
using Warifu.Pki.Requests;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment.InBrowser;

/// <summary>
/// Renews the certificate of the connection for a key that its holder's browser made (seed 001, 2.10.1; seed 004, BSM5002 to BSM5004).
/// 1. The certificate stands and may be renewed now: before that, no password can be tried here.
/// 2. The try is booked, then the login password is looked at.
/// 3. The request is sound; a successor that was never used makes way.
/// 4. The renewal, as by every other way (<see cref="CertificateRenewal"/>).
/// </summary>
internal sealed class BrowserRenewal(
    Database database, Banks banks, EnrolmentDoor door, Passwords passwords, CertificateRenewal renewal, JobQueue jobs)
{
    /// <param name="old">SHA-256 of the connection's certificate; null when it gave none.</param>
    public async Task<Outcome<Certificate>> RunAsync(
        string bank, byte[]? old, Guid requestKey, string password, byte[] request, string? from, CancellationToken cancel)
    {
        var authenticated = await AuthenticateAsync(bank, old, requestKey, password, from, cancel); // 1, 2
        if (authenticated.Refusal is { } refusal)
            return refusal;
        var csr = SigningRequest.Read(request); // 3
        if (csr.Refusal is { } unsound)
            return unsound;
        var user = authenticated.Value;
        var entry = new HistoryEntry(user.ContractId, user.LoginId, from) { Certificate = old };
        await database.InTenantAsync(bank, work => UnusedCertificates.MakeWayAsync(work, jobs, user, requestKey, old, entry, database.Time.GetUtcNow()), cancel);
        return await renewal.RunAsync(bank, old, requestKey, csr.Value, new(from), cancel); // 4
    }

    /// <summary>Who may renew it, before his password was looked at.</summary>
    /// <param name="requestKey">Of a request that may have been taken before; null where none is made yet.</param>
    public async Task<Outcome<EnrollingUser>> FindAsync(string bank, byte[]? old, Guid? requestKey, CancellationToken cancel)
    {
        var profile = banks.Of(bank).Profile;
        if (profile.Certificate.RenewalInBrowser == RenewalInBrowser.None)
            return BrowserRefusals.NotHere;
        var found = await CertificateHolder.FindAsync(database, profile, old, cancel);
        if (found.Refusal is { } notStanding)
            return notStanding;
        return await database.InTenantAsync<Outcome<EnrollingUser>>(bank, async work =>
        {
            var now = database.Time.GetUtcNow();
            var user = (await EnrollingUser.FindAsync(work, found.Value.LoginId))!;
            if (requestKey is { } key && (await EnrolmentIntent.FindAsync(work, key))?.UserId == user.UserId)
                return user;
            var renews = await RenewedCertificate.LockAsync(work, old!);
            return await renews.ForbidsAsync(work, profile, user, now) is not { } forbidden
                || (forbidden.Code == RenewalRefusals.AlreadyRenewed.Code && await UnusedCertificates.IsSuccessorAsync(work, user.UserId, old!, now))
                ? user
                : forbidden;
        }, cancel);
    }

    public async Task<Outcome<EnrollingUser>> AuthenticateAsync(
        string bank, byte[]? old, Guid? requestKey, string password, string? from, CancellationToken cancel)
    {
        var found = await FindAsync(bank, old, requestKey, cancel); // 1
        if (found.Refusal is not null)
            return found;
        var user = found.Value;
        var refusal = await door.TryAsync(bank, user, new(user.ContractId, user.LoginId, from) { Certificate = old }, // 2
            () => passwords.Matches(user.LoginPasswordHash, password), BrowserRefusals.WrongPassword, BrowserRefusals.Locked, cancel);
        return refusal is not null ? refusal : user;
    }
}
