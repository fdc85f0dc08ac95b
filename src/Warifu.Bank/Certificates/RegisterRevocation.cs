using Warifu.Bank.History;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Certificates;

/// <summary>
/// A revocation in the bank's register: the row, which counts from the commit on, its history, and the job that tells
/// the Authority, all in one unit of work.
/// </summary>
internal static class RegisterRevocation
{
    /// <summary>What still stands beside it, because it was renewed, ends with it: who revokes means the holder.</summary>
    /// <returns>False when somebody else was faster.</returns>
    public static async Task<bool> WriteAsync(
        Work work, JobQueue jobs, HeldCertificate held, RevocationReason reason, HistoryEntry entry, DateTimeOffset now)
    {
        if (!await WriteOneAsync(work, jobs, held.LoginId, $"{held.Serial}", reason, entry, now))
            return false;
        foreach (var beside in await work.QueryAsync<string>("""
            select serial from certificate where bank_code = @Tenant and user_id = @UserId and state <> 'revoked' and not_after >= @now
            """, new { work.Tenant, held.UserId, now }))
            await WriteOneAsync(work, jobs, held.LoginId, beside, reason, entry, now);
        return true;
    }

    /// <summary>
    /// Where a profile says so, the first use of a successor ends the certificate it renewed (seed 003); that of one on a new PC ends all before it.
    /// </summary>
    /// <param name="used">SHA-256 of the certificate in use.</param>
    public static async Task SupersedeAsync(Work work, JobQueue jobs, byte[] used, HistoryEntry entry, DateTimeOffset now)
    {
        foreach (var old in await work.QueryAsync<string>("""
            select old.serial from certificate used
            join certificate old on old.bank_code = used.bank_code and old.user_id = used.user_id and old.sha256 <> used.sha256
              and old.entered_at <= used.entered_at and old.renews_sha256 is distinct from used.sha256
              and (old.sha256 = used.renews_sha256 or exists (
                select 1 from enrolment e join replacement r on r.bank_code = e.bank_code and r.request_key = e.request_key
                where e.bank_code = used.bank_code and e.user_id = used.user_id and e.certificate_sha256 = used.sha256))
            where used.bank_code = @Tenant and used.sha256 = @used and used.overlap = @overlap and old.state <> 'revoked' and old.not_after >= @now
            """, new { work.Tenant, used, overlap = $"{RenewalOverlap.ReplaceOnFirstUse}", now }))
            await WriteOneAsync(work, jobs, entry.LoginId, old, RevocationReason.Superseded, entry, now);
    }

    /// <summary>One alone, whatever stands beside it.</summary>
    /// <returns>False when somebody else was faster.</returns>
    public static async Task<bool> WriteOneAsync(
        Work work, JobQueue jobs, string holder, string serial, RevocationReason reason, HistoryEntry entry, DateTimeOffset now)
    {
        var changed = await work.ExecuteAsync("""
            update certificate set state = 'revoked', revoked_at = @now, revocation_reason = @reason, revoked_by = @LoginId, suspended_at = null
            where bank_code = @Tenant and serial = @serial and state <> 'revoked'
            """, new { work.Tenant, serial, now, reason = $"{reason}", entry.LoginId });
        if (changed == 0)
            return false;
        await entry.WriteAsync(work, Act.CertificateRevoked, $"{holder} {serial}", now);
        await jobs.AskAsync(work, SendRevocation.JobKind, $"{work.Tenant}:{serial}", $"{work.Tenant}:{serial}", now);
        return true;
    }
}
