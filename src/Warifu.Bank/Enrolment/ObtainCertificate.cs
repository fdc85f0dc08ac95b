using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Warifu.Bank.Enrolment.Unattended;
using Warifu.Bank.History;
using Warifu.Bank.Notices;
using Warifu.Bank.SignIn;
using Warifu.Pki.Certificates;
using Warifu.Pki.Chains;
using Warifu.Pki.Requests;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;

namespace Warifu.Bank.Enrolment;

/// <summary>
/// Turns a committed intent into a certificate in the register, for every way of asking.
/// 1. An intent fulfilled before is answered as it was.
/// 2. The Authority issues or renews; asked again with the same key, it answers the same.
/// 3. The certificate descends from our authority, and is for this key and name.
/// 4. In one unit of work: the intent still stands, and so does what it renews; the certificate enters the register; it is recorded.
/// </summary>
internal sealed partial class ObtainCertificate(
    Database database, RegistrationAuthority authority, JobQueue jobs, UserNotices notices, EnrolmentSteps steps, ILogger<ObtainCertificate> log)
{
    /// <param name="csr">The intent's.</param>
    /// <param name="entry">Whose act it is.</param>
    public async Task<Outcome<Certificate>> RunAsync(
        ServedBank served, EnrolmentIntent intent, SigningRequest csr, HistoryEntry entry, CancellationToken cancel)
    {
        var bank = served.Profile.Code.Value;
        if (intent.CertificateSha256 is { } there) // 1
            return await RegisteredAsync(bank, there, cancel);
        var issued = await authority.IssueAsync(bank, intent, cancel); // 2
        if (issued.Refusal is { } notIssued)
            return await RefusedAsync(bank, intent, notIssued, cancel);
        steps.Reached(EnrolmentStep.Issued);
        var checkedLeaf = Check(served, intent, csr, issued.Value.Certificate); // 3
        if (checkedLeaf.Refusal is { } unfit)
            return unfit;
        var entered = await database.InTenantAsync(bank, work => EnterAsync(work, intent, checkedLeaf.Value, entry), cancel); // 4
        if (entered.Refusal is { } notEntered)
            return notEntered;
        Obtained(log, bank, intent.UserId, entered.Value.Serial);
        steps.Reached(EnrolmentStep.Entered);
        return entered;
    }

    private Outcome<Certificate> Check(ServedBank served, EnrolmentIntent intent, SigningRequest csr, byte[] der)
    {
        var read = Certificate.Read(der);
        if (read.Refusal is not null)
            return read;
        var accepted = ChainPolicy.Accept(
            read.Value, Pki(served.IssuingAuthority), Pki(served.Root), Purpose.ClientAuthentication, database.Time.GetUtcNow());
        if (accepted.Refusal is not null)
            return accepted;
        return read.Value.Subject?.CommonName == intent.CommonName && read.Value.Key.Sha256.AsSpan().SequenceEqual(csr.Key.Sha256)
            ? read
            : ChainRefusals.NotTrusted;
    }

    private async Task<Outcome<Certificate>> EnterAsync(Work work, EnrolmentIntent intent, Certificate leaf, HistoryEntry entry)
    {
        var now = database.Time.GetUtcNow();
        await work.ExecuteAsync(
            "select 1 from customer_user where bank_code = @Tenant and user_id = @UserId for update", new { work.Tenant, intent.UserId });
        var current = (await EnrolmentIntent.FindAsync(work, intent.RequestKey))!;
        if (current.CertificateSha256 is not null)
            return leaf;
        if (current.GivenUpAt is not null)
            return EnrolmentRefusals.Replaced;
        if (await EndedMeanwhileAsync(work, intent, now) is { } ended)
            return ended;
        await InsertAsync(work, intent, leaf, now);
        await work.ExecuteAsync(
            "update enrolment set certificate_sha256 = @Sha256 where bank_code = @Tenant and request_key = @RequestKey",
            new { work.Tenant, leaf.Sha256, intent.RequestKey });
        await UnattendedRenewal.PassOnAsync(work, intent, leaf.Sha256, now);
        await (intent.RenewsSerial is { } old
            ? entry.WriteAsync(work, Act.CertificateRenewed, $"{old} {leaf.Serial}", now)
            : entry.WriteAsync(work, Act.CertificateIssued, $"{leaf.Serial}", now));
        if (intent.RenewsSerial is not null)
            await notices.TellAsync(work, intent.UserId, NoticeKind.CertificateRenewed, detail: null, now);
        return leaf;
    }

    /// <summary>
    /// Whoever revoked the old certificate while the Authority was asked meant its holder: the successor stays outside and is revoked
    /// there. One on hold may enter once the hold ends.
    /// </summary>
    private async Task<Refusal?> EndedMeanwhileAsync(Work work, EnrolmentIntent intent, DateTimeOffset now)
    {
        if (intent.RenewsSha256 is null)
            return null;
        var state = await work.SingleAsync<string>(
            "select state from certificate where bank_code = @Tenant and sha256 = @RenewsSha256 for update", new { work.Tenant, intent.RenewsSha256 });
        if (state != "revoked")
            return state == "active" ? null : SignInRefusals.CertificateSuspended;
        await intent.GiveUpAsync(work, now);
        await SettleEnrolment.AskAsync(work, jobs, intent.RequestKey, now);
        return SignInRefusals.CertificateRevoked;
    }

    private static Task InsertAsync(Work work, EnrolmentIntent intent, Certificate leaf, DateTimeOffset now) => work.ExecuteAsync("""
        insert into certificate (bank_code, sha256, serial, user_id, common_name, spki_sha256, not_before, not_after, der,
          renews_sha256, overlap, entered_at)
        values (@Tenant, @Sha256, @serial, @UserId, @CommonName, @spki, @NotBefore, @NotAfter, @der, @RenewsSha256, @Overlap, @now)
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
        der = leaf.Der.ToArray(),
        intent.RenewsSha256,
        intent.Overlap,
        now,
    });

    /// <summary>A refusal of the Authority is its last word on this request; silence is not.</summary>
    private async Task<Refusal> RefusedAsync(string bank, EnrolmentIntent intent, Refusal refusal, CancellationToken cancel)
    {
        if (refusal.Code == EnrolmentRefusals.AuthorityRefused.Code)
            await database.InTenantAsync(bank, work => intent.GiveUpAsync(work, database.Time.GetUtcNow()), cancel);
        return refusal;
    }

    private async Task<Certificate> RegisteredAsync(string bank, byte[] sha256, CancellationToken cancel) =>
        Certificate.Read(await database.InTenantAsync(bank, work => work.SingleAsync<byte[]>(
            "select der from certificate where bank_code = @Tenant and sha256 = @sha256", new { work.Tenant, sha256 }), cancel)).Value;

    private static Certificate Pki(X509Certificate2 certificate) => Certificate.Read(certificate.RawData).Value;

    [LoggerMessage(2203, LogLevel.Information, "User {User} of bank {Bank} has the certificate {Serial}.")]
    private static partial void Obtained(ILogger log, string bank, Guid user, SerialNumber serial);
}
