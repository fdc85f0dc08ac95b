using Warifu.Bank.Enrolment.Est;
using Warifu.Bank.History;
using Warifu.Bank.SignIn;
using Warifu.Pki.Certificates;
using Warifu.Pki.Requests;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment;

/// <summary>
/// Issues a user's first certificate to a program that shows a one-time credential.
/// 1. The user and his credential are found; the door is open only while the credential is.
/// 2. The try is booked, then the secret is looked at: once for whoever asks, so that all that is wrong sounds and lasts alike. When
///    it was right, the counter is cleared.
/// 3. The request is sound, its sender holds the key, and it names nobody else.
/// 4. In one unit of work: the credential is still the user's, and the intent under the credential's own request key is committed.
///    With that the credential is used, for this request alone.
/// 5. The Authority issues, and the certificate enters the register (<see cref="ObtainCertificate"/>).
/// The same request with the same credential gets the same certificate for a day, whatever was lost in between.
/// </summary>
internal sealed class CredentialEnrolment(
    Database database, Banks banks, Doors doors, Locking locking, Passwords passwords, ObtainCertificate obtaining, JobQueue jobs, EnrolmentSteps steps)
{
    /// <param name="csr">As it was read, which counts only once the secret was right.</param>
    public async Task<Outcome<Certificate>> RunAsync(
        string bank, string loginId, string secret, Outcome<SigningRequest> csr, string? from, CancellationToken cancel)
    {
        var served = banks.Of(bank);
        if (await AuthenticateAsync(bank, loginId, secret, from, cancel) is not ({ } user, { } credential)) // 1, 2
            return EstRefusals.NotAuthorised;
        steps.Reached(EnrolmentStep.Authenticated);
        if (user.Standing != "active")
            return SignInRefusals.UserStopped;
        if (csr.Refusal is { } unsound) // 3
            return unsound;
        if (RequestedName.Differs(csr.Value, bank, user))
            return EstRefusals.NamesAnother;
        var taken = await database.InTenantAsync<Outcome<EnrolmentIntent>>(bank, async work => // 4
        {
            await user.LockAsync(work);
            if ((await EnrolmentCredential.FindAsync(work, user.UserId))?.RequestKey != credential.RequestKey)
                return EstRefusals.NotAuthorised;
            return await EnrolmentIntent.TakeAsync(work, jobs, served.Profile, user, credential.RequestKey, csr.Value, database.Time.GetUtcNow());
        }, cancel);
        if (taken.Refusal is { } notTaken)
            return notTaken == EnrolmentRefusals.KeyReused ? EstRefusals.NotAuthorised : notTaken;
        steps.Reached(EnrolmentStep.Intended);
        return await obtaining.RunAsync(served, taken.Value, csr.Value, new(user.ContractId, user.LoginId, from), cancel); // 5
    }

    private async Task<(EnrollingUser? User, EnrolmentCredential? Credential)> AuthenticateAsync(
        string bank, string loginId, string secret, string? from, CancellationToken cancel)
    {
        var (user, credential) = await database.InTenantAsync(bank, async work => // 1
            await EnrollingUser.FindAsync(work, loginId) is { } found ? (found, await EnrolmentCredential.FindAsync(work, found.UserId)) : default, cancel);
        var booked = credential?.IsOpen(database.Time.GetUtcNow()) == true
            && await doors.BookAsync(bank, user!.UserId, Door.Credential, banks.Of(bank).Profile.SignIn.Tries, cancel); // 2
        if (passwords.Matches(booked ? credential!.SecretHash : null, secret))
        {
            await database.InTenantAsync(bank, work => Doors.ClearAsync(work, user!.UserId, Door.Credential), cancel);
            return (user, credential);
        }
        if (booked)
            await database.InTenantAsync(bank, work => locking.WrongAsync(
                work, new(user!.ContractId, user.LoginId, from), user.UserId, Door.Credential, Act.EnrolmentCredentialFailed, null, database.Time.GetUtcNow()), cancel);
        return default;
    }
}
