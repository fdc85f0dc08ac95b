using Warifu.Bank.SignIn;
using Warifu.Pki.Certificates;
using Warifu.Pki.Requests;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment;

/// <summary>
/// Gives the holder of a certificate its successor: same holder, new key, the bank's own name for it. The face has seen the old
/// certificate proved by its key, and has asked for whatever else it asks for.
/// 1. The register knows the old certificate, it and its user stand, and the Authority is being heard.
/// 2. What the request names, if anything, is the holder of the old one.
/// 3. In one unit of work, under the locks of user and certificate: both still stand, the window is open, no successor stands;
///    the intent is committed.
/// 4. The Authority renews, and the successor enters the register (<see cref="ObtainCertificate"/>).
/// Called again with the same request key, whatever was lost in between, the same certificate. What becomes of the old one is the
/// profile's overlap: it ends at its expiry, or at the first sign-in with the new one.
/// </summary>
internal sealed class CertificateRenewal(Database database, Banks banks, ObtainCertificate obtaining, JobQueue jobs, EnrolmentSteps steps)
{
    /// <param name="old">SHA-256 of the certificate whose key the caller proved; null when he offered none.</param>
    /// <param name="requestKey">Made by the caller, or from what he sent.</param>
    public async Task<Outcome<Certificate>> RunAsync(
        string bank, byte[]? old, Guid requestKey, SigningRequest csr, Renewing renewing, CancellationToken cancel)
    {
        var served = banks.Of(bank);
        var found = await CertificateHolder.FindAsync(database, served.Profile, old, cancel); // 1
        if (found.Refusal is { } notStanding)
            return notStanding;
        var holder = found.Value;
        steps.Reached(EnrolmentStep.Authenticated);
        var taken = await database.InTenantAsync<Outcome<EnrolmentIntent>>(bank, async work =>
        {
            var user = (await EnrollingUser.FindAsync(work, holder.LoginId))!;
            await user.LockAsync(work);
            if (renewing.Also is { } also && await also(work) is { } notAllowed)
                return notAllowed;
            var renews = await RenewedCertificate.LockAsync(work, old!) with { Unattended = renewing.Unattended };
            return RequestedName.Differs(csr, Certificate.Read(renews.Der).Value.Subject!) // 2
                ? RenewalRefusals.OtherHolder
                : await EnrolmentIntent.TakeAsync(work, jobs, served.Profile, user, requestKey, csr, database.Time.GetUtcNow(), renews); // 3
        }, cancel);
        if (taken.Refusal is { } notTaken)
            return notTaken;
        steps.Reached(EnrolmentStep.Intended);
        return await obtaining.RunAsync(
            served, taken.Value, csr, new(holder.ContractId, holder.LoginId, renewing.From) { Certificate = old }, cancel); // 4
    }
}

/// <param name="From">The client's address.</param>
internal sealed record Renewing(string? From)
{
    /// <summary>With the old key alone; someone must have allowed that before.</summary>
    public bool Unattended { get; init; }

    /// <summary>What else must hold in the unit of work of the intent, such as a one-time password that counts once; null when it does.</summary>
    public Func<Work, Task<Refusal?>>? Also { get; init; }
}
