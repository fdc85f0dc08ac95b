using Warifu.Bank.Certificates;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Bank.SignIn.ById;
using Warifu.Pki.Certificates;
using Warifu.Pki.Requests;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Bank.Enrolment;

/// <summary>
/// Issues a user's certificate to the program on his PC (seed 003, 認証して発行). It opens no session and ends none.
/// 1. The user is found, and the door is open: no certificate of his stands, or this very request was taken before.
/// 2. The try is booked, then the password is looked at.
/// 3. The request is sound and its sender holds the key.
/// 4. The intent is committed.
/// 5. The Authority issues; asked again with the same key, it answers the same.
/// 6. The certificate descends from our authority, is for this key and name, and enters the register, all in one unit of work.
/// 7. The answer. Called again with the same request key, whatever was lost in between, the same certificate.
/// </summary>
internal sealed class CertificateEnrolment(
    Database database, Banks banks, Doors doors, Locking locking, Passwords passwords, SlowDown slowing, ObtainCertificate obtaining, JobQueue jobs, EnrolmentSteps steps)
{
    public async Task<Outcome<EnrolledCertificate>> RunAsync(string bank, EnrolmentRequest request, string? from, CancellationToken cancel)
    {
        var served = banks.Of(bank);
        var authenticated = await AuthenticateAsync(served.Profile, request, from, cancel); // 1, 2
        if (authenticated.Refusal is { } refusal)
            return refusal;
        var user = authenticated.Value;
        steps.Reached(EnrolmentStep.Authenticated);
        var csr = SigningRequest.Read(request.Csr); // 3
        if (csr.Refusal is { } unsound)
            return unsound;
        var taken = await database.InTenantAsync(bank, work => // 4
            EnrolmentIntent.TakeAsync(work, jobs, served.Profile, user, request.RequestKey, csr.Value, database.Time.GetUtcNow()), cancel);
        if (taken.Refusal is { } notTaken)
            return notTaken;
        steps.Reached(EnrolmentStep.Intended);
        var obtained = await obtaining.RunAsync(served, taken.Value, csr.Value, new(user.ContractId, user.LoginId, from), cancel); // 5, 6
        return obtained.Refusal is { } notObtained ? notObtained : Answer(served, obtained.Value); // 7
    }

    /// <summary>
    /// While a certificate stands the door is closed: nobody can lock it before its user needs it, and trying is slowed
    /// (<see cref="ClosedAsync"/>).
    /// </summary>
    private async Task<Outcome<EnrollingUser>> AuthenticateAsync(BankProfile profile, EnrolmentRequest request, string? from, CancellationToken cancel)
    {
        var bank = profile.Code.Value;
        var (user, open) = await database.InTenantAsync(bank, async work => // 1
        {
            var found = await EnrollingUser.FindAsync(work, request.LoginId);
            if (found is null)
                return ((EnrollingUser?)null, true);
            var held = await HeldCertificates.OfUserAsync(work, found.UserId, profile, database.Time.GetUtcNow());
            return (found, !held!.State.Stands() || (await EnrolmentIntent.FindAsync(work, request.RequestKey))?.UserId == found.UserId);
        }, cancel);
        if (user is null || !open)
            return await ClosedAsync(profile, user, request, from, cancel);
        if (!await doors.BookAsync(bank, user.UserId, Door.Enrolment, profile.SignIn.Tries, cancel)) // 2
            return EnrolmentRefusals.DoorLocked;
        if (!passwords.Matches(user.LoginPasswordHash, request.Password))
        {
            await database.InTenantAsync(bank, work => locking.WrongAsync(
                    work, new(user.ContractId, user.LoginId, from), user.UserId, Door.Enrolment, Act.EnrolmentFailed, EnrolmentRefusals.WrongLogin.Code, database.Time.GetUtcNow()), cancel);
            return EnrolmentRefusals.WrongLogin;
        }
        await database.InTenantAsync(bank, work => Doors.ClearAsync(work, user.UserId, Door.Enrolment), cancel);
        return user.Standing == "active" ? user : SignInRefusals.UserStopped;
    }

    /// <summary>
    /// A stranger does not learn who has a certificate: without the right password an unknown user and one whose door is closed are told
    /// the same. Trying is slowed, and locks nothing that the user may need.
    /// </summary>
    private async Task<Refusal> ClosedAsync(BankProfile profile, EnrollingUser? user, EnrolmentRequest request, string? from, CancellationToken cancel)
    {
        var bank = profile.Code.Value;
        if (!await slowing.TakeAsync(bank, from, request.LoginId, cancel))
            return IdSignInRefusals.TooSoon;
        if (passwords.Matches(user?.LoginPasswordHash, request.Password))
        {
            await database.InTenantAsync(bank, work => SlowDown.GiveBackAsync(work, from, request.LoginId), cancel);
            return user!.StillValid(profile);
        }
        if (user is not null)
            await database.InTenantAsync(bank, work => new HistoryEntry(user.ContractId, user.LoginId, from)
                .WriteAsync(work, Act.EnrolmentFailed, EnrolmentRefusals.WrongLogin.Code, database.Time.GetUtcNow()), cancel);
        return EnrolmentRefusals.WrongLogin;
    }

    private static EnrolledCertificate Answer(ServedBank served, Certificate leaf) => new(
        leaf.Serial, leaf.Der.ToArray(), [served.IssuingAuthority.RawData, served.Root.RawData], served.Profile.Code, served.Profile.Name,
        leaf.NotAfter - served.Profile.Certificate.RenewalWindow);
}
