using Warifu.Bank.Enrolment.Unattended;
using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.SignIn;
using Warifu.Pki.Certificates;
using Warifu.Pki.Requests;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Enrolment;

namespace Warifu.Bank.Enrolment.Programs;

/// <summary>
/// Renewal by the program on the user's PC (seed 003, 更新; seed 004, 手順2). The connection has proved the old certificate by its key.
/// 1. The register knows the old certificate, it and its user stand.
/// 2. It can be renewed now, or this very request was taken before; else no password is looked at and no try counted.
/// 3. By hand: login password, and one-time password where one is asked. Without a person: somebody has allowed it before.
/// 4. The successor is obtained (<see cref="CertificateRenewal"/>); of several requests at once one gets it.
/// It opens no session and ends none.
/// </summary>
internal sealed class ProgramRenewal(
    Database database, Banks banks, ProgramAuthentication authentication, CertificateRenewal renewal, UserNotices notices)
{
    /// <param name="old">SHA-256 of the connection's certificate; null when it gave none.</param>
    public async Task<Outcome<Certificate>> RunAsync(string bank, byte[]? old, RenewalRequest request, string? from, CancellationToken cancel)
    {
        var found = await FindAsync(bank, old, request.RequestKey, cancel); // 1, 2
        if (found.Refusal is { } refusal)
            return refusal;
        var csr = SigningRequest.Read(request.Csr);
        if (csr.Refusal is { } unsound)
            return unsound;
        var renewing = new Renewing(from) { Unattended = request.Password is null };
        if (request.Password is { } password) // 3
        {
            var given = await GivenAsync(bank, found.Value, old!, new(request.RequestKey, password, request.OneTimePassword), from, cancel);
            if (given.Refusal is { } notGiven)
                return notGiven;
            renewing = renewing with { Also = given.Value };
        }
        return await renewal.RunAsync(bank, old, request.RequestKey, csr.Value, renewing, cancel); // 4
    }

    /// <summary>Steps 1 to 3 for a program that asks what it will need.</summary>
    public async Task<Outcome<EnrolmentAuthentication>> AuthenticateAsync(
        string bank, byte[]? old, RenewalAuthenticationRequest request, string? from, CancellationToken cancel)
    {
        var found = await FindAsync(bank, old, request.RequestKey, cancel);
        if (found.Refusal is { } refusal)
            return refusal;
        return await authentication.PasswordAsync(bank, found.Value, request.Password, Entry(found.Value, old!, from), cancel) is { } wrong ? wrong
            : await authentication.OfferAsync(bank, found.Value, request.RequestKey, request.ByMail, from, cancel);
    }

    /// <summary>The user allows renewals without him; his passwords are asked, whenever in the life of the certificate he does so.</summary>
    public async Task<Outcome<RenewalStanding>> AllowAsync(string bank, byte[]? certificate, UnattendedRenewalConsent consent, string? from, CancellationToken cancel)
    {
        if (!banks.Of(bank).Profile.Certificate.UnattendedRenewal)
            return RenewalRefusals.UnattendedNotOffered;
        var found = await UserAsync(bank, certificate, cancel);
        if (found.Refusal is { } refusal)
            return refusal;
        var (user, entry) = (found.Value, Entry(found.Value, certificate!, from));
        var given = await GivenAsync(bank, user, certificate!, new(consent.RequestKey, consent.Password, consent.OneTimePassword), from, cancel);
        if (given.Refusal is { } notGiven)
            return notGiven;
        var wrong = await database.InTenantAsync(bank, async work =>
        {
            await user.LockAsync(work);
            if (await given.Value(work) is { } notAllowed)
                return notAllowed;
            await UnattendedRenewal.GiveAsync(work, notices, entry, user.UserId, certificate!, database.Time.GetUtcNow());
            return null;
        }, cancel);
        return wrong is not null ? wrong : await StandingAsync(bank, certificate, cancel);
    }

    /// <summary>The key alone is enough to say no.</summary>
    public async Task<Outcome<RenewalStanding>> WithdrawAsync(string bank, byte[]? certificate, string? from, CancellationToken cancel)
    {
        var found = await UserAsync(bank, certificate, cancel);
        if (found.Refusal is { } refusal)
            return refusal;
        await database.InTenantAsync(bank, work => UnattendedRenewal.WithdrawAsync(
            work, notices, Entry(found.Value, certificate!, from), found.Value.UserId, found.Value.LoginId, database.Time.GetUtcNow()), cancel);
        return await StandingAsync(bank, certificate, cancel);
    }

    public async Task<Outcome<RenewalStanding>> StandingAsync(string bank, byte[]? certificate, CancellationToken cancel)
    {
        var profile = banks.Of(bank).Profile;
        var found = await UserAsync(bank, certificate, cancel);
        if (found.Refusal is { } refusal)
            return refusal;
        return await database.InTenantAsync(bank, async work =>
        {
            var row = await RenewedCertificate.FindAsync(work, certificate!);
            var consent = await UnattendedRenewal.FindAsync(work, found.Value.UserId);
            return new RenewalStanding(
                found.Value.LoginId, new(row.Serial), row.NotAfter, row.NotAfter - profile.Certificate.RenewalWindow,
                await RenewedCertificate.HasSuccessorAsync(work, row.Sha256, database.Time.GetUtcNow()),
                profile.Certificate.UnattendedRenewal, consent?.Covers(row.Sha256, profile) == true ? consent.GivenAt : null);
        }, cancel);
    }

    private async Task<Outcome<EnrollingUser>> UserAsync(string bank, byte[]? certificate, CancellationToken cancel)
    {
        var holder = await CertificateHolder.FindAsync(database, banks.Of(bank).Profile, certificate, cancel);
        return holder.Refusal is { } refusal ? refusal
            : (await database.InTenantAsync(bank, work => EnrollingUser.FindAsync(work, holder.Value.LoginId), cancel))!;
    }

    private async Task<Outcome<EnrollingUser>> FindAsync(string bank, byte[]? old, Guid requestKey, CancellationToken cancel)
    {
        var found = await UserAsync(bank, old, cancel);
        if (found.Refusal is not null)
            return found;
        var forbidden = await database.InTenantAsync(bank, async work =>
            (await EnrolmentIntent.FindAsync(work, requestKey))?.UserId == found.Value.UserId ? null
            : await (await RenewedCertificate.FindAsync(work, old!)).ForbidsAsync(work, banks.Of(bank).Profile, found.Value, database.Time.GetUtcNow()), cancel);
        return forbidden is { } refusal ? refusal : found;
    }

    private async Task<Outcome<Func<Work, Task<Refusal?>>>> GivenAsync(
        string bank, EnrollingUser user, byte[] certificate, Typed typed, string? from, CancellationToken cancel)
    {
        var entry = Entry(user, certificate, from);
        return await authentication.PasswordAsync(bank, user, typed.Password, entry, cancel) is { } wrong ? wrong
            : await authentication.OneTimeAsync(bank, user, typed, entry, cancel);
    }

    private static HistoryEntry Entry(EnrollingUser user, byte[] certificate, string? from) =>
        new(user.ContractId, user.LoginId, from) { Certificate = certificate };
}
