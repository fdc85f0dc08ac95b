using Warifu.Bank.Certificates;
using Warifu.Bank.Enrolment.Programs;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.Replacements;
using Warifu.Bank.SignIn;
using Warifu.Pki.Certificates;
using Warifu.Pki.Requests;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Bank.Enrolment;

/// <summary>
/// Issues a user's certificate to the program on his PC (seed 003, 認証して発行). It opens no session and ends none.
/// 1. The user is found, and the door is open: no certificate of his stands, or this very request was taken before, or approved as that of a
/// new PC (<see cref="Replacement"/>).
/// 2. The login password, then the one-time password where one is asked (<see cref="ProgramAuthentication"/>).
/// 3. The request is sound and its sender holds the key.
/// 4. The intent is committed, and with it the one-time password is used up.
/// 5. The Authority issues; asked again with the same key, it answers the same.
/// 6. The certificate descends from our authority, is for this key and name, and enters the register, all in one unit of work.
/// 7. The answer. Called again with the same request key, whatever was lost in between, the same certificate.
/// </summary>
internal sealed class CertificateEnrolment(
    Database database, Banks banks, ProgramAuthentication authentication, Passwords passwords, ClosedDoor closed, ObtainCertificate obtaining, JobQueue jobs, EnrolmentSteps steps)
{
    public async Task<Outcome<Certificate>> RunAsync(string bank, EnrolmentRequest request, string? from, CancellationToken cancel)
    {
        var served = banks.Of(bank);
        var typed = new Typed(request.RequestKey, request.Password, request.OneTimePassword);
        var authenticated = await PasswordAsync(served.Profile, request.LoginId, typed, from, cancel); // 1, 2
        if (authenticated.Refusal is { } refusal)
            return refusal;
        var user = authenticated.Value;
        var entry = new HistoryEntry(user.ContractId, user.LoginId, from);
        steps.Reached(EnrolmentStep.Authenticated);
        var csr = SigningRequest.Read(request.Csr); // 3
        if (csr.Refusal is { } unsound)
            return unsound;
        var oneTime = await authentication.OneTimeAsync(bank, user, typed, entry, cancel); // 2
        if (oneTime.Refusal is { } wanted)
            return wanted;
        var taken = await database.InTenantAsync<Outcome<EnrolmentIntent>>(bank, async work => // 4
        {
            await user.LockAsync(work);
            var now = database.Time.GetUtcNow();
            return await oneTime.Value(work) is { } wrong ? wrong
                : await EnrolmentIntent.TakeAsync(
                    work, jobs, served.Profile, user, request.RequestKey, csr.Value, now, await Replacement.TakesOverAsync(work, user.UserId, request.RequestKey, now));
        }, cancel);
        if (taken.Refusal is { } notTaken)
            return notTaken;
        steps.Reached(EnrolmentStep.Intended);
        return await obtaining.RunAsync(served, taken.Value, csr.Value, entry, cancel); // 5, 6, 7
    }

    /// <summary>Steps 1 and 2 for a program that asks what it will need.</summary>
    public async Task<Outcome<EnrolmentAuthentication>> AuthenticateAsync(string bank, EnrolmentAuthenticationRequest request, string? from, CancellationToken cancel)
    {
        var user = await PasswordAsync(banks.Of(bank).Profile, request.LoginId, new(request.RequestKey, request.Password, null), from, cancel);
        return user.Refusal is { } refusal ? refusal
            : await authentication.OfferAsync(bank, user.Value, request.RequestKey, request.ByMail, from, cancel);
    }

    /// <summary>
    /// While a certificate stands the door is closed: nobody can lock it before its user needs it, and trying is slowed
    /// (<see cref="ClosedDoor"/>).
    /// </summary>
    private async Task<Outcome<EnrollingUser>> PasswordAsync(BankProfile profile, string loginId, Typed typed, string? from, CancellationToken cancel)
    {
        if (!profile.Certificate.HasProgram)
            return EnrolmentRefusals.NotByProgram;
        var bank = profile.Code.Value;
        var (user, open) = await database.InTenantAsync(bank, async work => // 1
        {
            var found = await EnrollingUser.FindAsync(work, loginId);
            if (found is null)
                return ((EnrollingUser?)null, true);
            var held = await HeldCertificates.OfUserAsync(work, found.UserId, profile, database.Time.GetUtcNow());
            return (found, !held!.State.Stands() || (await EnrolmentIntent.FindAsync(work, typed.RequestKey))?.UserId == found.UserId
                || await Replacement.TakesOverAsync(work, found.UserId, typed.RequestKey, database.Time.GetUtcNow()) is not null);
        }, cancel);
        if (user is null || !open)
            return await closed.AnswerAsync(profile, user, loginId, from, () => passwords.Matches(user?.LoginPasswordHash, typed.Password), EnrolmentRefusals.WrongLogin, cancel);
        return await authentication.PasswordAsync(bank, user, typed.Password, new(user.ContractId, user.LoginId, from), cancel) is { } refusal ? refusal : user;
    }
}
