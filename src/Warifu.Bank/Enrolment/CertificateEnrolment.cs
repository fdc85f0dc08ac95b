using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Warifu.Bank.Certificates;
using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Bank.SignIn;
using Warifu.Pki.Certificates;
using Warifu.Pki.Chains;
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
internal sealed partial class CertificateEnrolment(
    Database database, Banks banks, Doors doors, Passwords passwords, RegistrationAuthority authority, JobQueue jobs, EnrolmentSteps steps,
    ILogger<CertificateEnrolment> log)
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
        var intent = taken.Value;
        if (intent.CertificateSha256 is { } there)
            return Answer(served, await RegisteredAsync(bank, there, cancel)); // 7
        var issued = await authority.IssueAsync(bank, intent.ToRequest(), cancel); // 5
        if (issued.Refusal is { } notIssued)
            return await GiveUpAsync(bank, intent, notIssued, cancel);
        steps.Reached(EnrolmentStep.Issued);
        var entered = await EnterAsync(served, intent, csr.Value, issued.Value.Certificate, new(user.ContractId, user.LoginId, from), cancel); // 6
        if (entered.Refusal is { } notEntered)
            return notEntered;
        Enrolled(log, bank, user.UserId, entered.Value.Serial);
        steps.Reached(EnrolmentStep.Entered);
        return Answer(served, entered.Value); // 7
    }

    /// <summary>
    /// While a certificate stands the door is closed, and no password is looked at: nobody can try passwords there, or
    /// lock a door that its user may need later.
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
        if (user is not null && !open)
            return user.StillValid(profile);
        if (user is not null && !await doors.BookAsync(bank, user.UserId, Door.Enrolment, profile.SignIn.Tries, cancel)) // 2
            return EnrolmentRefusals.DoorLocked;
        if (!passwords.Matches(user?.LoginPasswordHash, request.Password) || user is null)
        {
            if (user is not null)
                await database.InTenantAsync(bank, work => new HistoryEntry(user.ContractId, user.LoginId, from)
                    .WriteAsync(work, Act.EnrolmentFailed, EnrolmentRefusals.WrongLogin.Code, database.Time.GetUtcNow()), cancel);
            return EnrolmentRefusals.WrongLogin;
        }
        await database.InTenantAsync(bank, work => Doors.ClearAsync(work, user.UserId, Door.Enrolment), cancel);
        return user.Standing == "active" ? user : SignInRefusals.UserStopped;
    }

    private async Task<Outcome<Certificate>> EnterAsync(
        ServedBank served, EnrolmentIntent intent, SigningRequest csr, byte[] der, HistoryEntry entry, CancellationToken cancel)
    {
        var now = database.Time.GetUtcNow();
        var read = Certificate.Read(der);
        if (read.Refusal is { } unreadable)
            return unreadable;
        var leaf = read.Value;
        var accepted = ChainPolicy.Accept(leaf, Pki(served.IssuingAuthority), Pki(served.Root), Purpose.ClientAuthentication, now);
        if (accepted.Refusal is { } notTrusted)
            return notTrusted;
        if (leaf.Subject?.CommonName != intent.CommonName || !leaf.Key.Sha256.AsSpan().SequenceEqual(csr.Key.Sha256))
            return ChainRefusals.NotTrusted;
        return await database.InTenantAsync<Outcome<Certificate>>(served.Profile.Code.Value, async work =>
        {
            await work.ExecuteAsync(
                "select 1 from customer_user where bank_code = @Tenant and user_id = @UserId for update", new { work.Tenant, intent.UserId });
            var current = (await EnrolmentIntent.FindAsync(work, intent.RequestKey))!;
            if (current.CertificateSha256 is not null)
                return leaf;
            if (current.GivenUpAt is not null)
                return EnrolmentRefusals.Replaced;
            await work.ExecuteAsync("""
                insert into certificate (bank_code, sha256, serial, user_id, common_name, spki_sha256, not_before, not_after, der, entered_at)
                values (@Tenant, @Sha256, @serial, @UserId, @CommonName, @spki, @NotBefore, @NotAfter, @der, @now)
                """, new
            {
                work.Tenant,
                leaf.Sha256,
                serial = $"{leaf.Serial}",
                intent.UserId,
                intent.CommonName,
                spki = leaf.Key.Sha256,
                leaf.NotBefore,
                leaf.NotAfter,
                der,
                now,
            });
            await work.ExecuteAsync(
                "update enrolment set certificate_sha256 = @Sha256 where bank_code = @Tenant and request_key = @RequestKey",
                new { work.Tenant, leaf.Sha256, intent.RequestKey });
            await entry.WriteAsync(work, Act.CertificateIssued, $"{leaf.Serial}", now);
            return leaf;
        }, cancel);
    }

    /// <summary>A refusal of the Authority is its last word on this request; silence is not.</summary>
    private async Task<Refusal> GiveUpAsync(string bank, EnrolmentIntent intent, Refusal refusal, CancellationToken cancel)
    {
        if (refusal.Code == EnrolmentRefusals.AuthorityRefused.Code)
            await database.InTenantAsync(bank, work => work.ExecuteAsync("""
                update enrolment set given_up_at = @now
                where bank_code = @Tenant and request_key = @RequestKey and certificate_sha256 is null and given_up_at is null
                """, new { work.Tenant, intent.RequestKey, now = database.Time.GetUtcNow() }), cancel);
        return refusal;
    }

    private async Task<Certificate> RegisteredAsync(string bank, byte[] sha256, CancellationToken cancel) =>
        Certificate.Read(await database.InTenantAsync(bank, work => work.SingleAsync<byte[]>(
            "select der from certificate where bank_code = @Tenant and sha256 = @sha256", new { work.Tenant, sha256 }), cancel)).Value;

    private static EnrolledCertificate Answer(ServedBank served, Certificate leaf) => new(
        leaf.Serial, leaf.Der.ToArray(), [served.IssuingAuthority.RawData, served.Root.RawData], served.Profile.Code, served.Profile.Name,
        leaf.NotAfter - served.Profile.Certificate.RenewalWindow);

    private static Certificate Pki(X509Certificate2 certificate) => Certificate.Read(certificate.RawData).Value;

    [LoggerMessage(2203, LogLevel.Information, "User {User} of bank {Bank} has the certificate {Serial}.")]
    private static partial void Enrolled(ILogger log, string bank, Guid user, SerialNumber serial);
}
