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
    /// <returns>False when somebody else was faster.</returns>
    public static async Task<bool> WriteAsync(
        Work work, JobQueue jobs, HeldCertificate held, RevocationReason reason, HistoryEntry entry, DateTimeOffset now)
    {
        var changed = await work.ExecuteAsync("""
            update certificate set state = 'revoked', revoked_at = @now, revocation_reason = @reason, revoked_by = @LoginId, suspended_at = null
            where bank_code = @Tenant and serial = @serial and state <> 'revoked'
            """, new { work.Tenant, serial = $"{held.Serial}", now, reason = $"{reason}", entry.LoginId });
        if (changed == 0)
            return false;
        await entry.WriteAsync(work, Act.CertificateRevoked, $"{held.LoginId} {held.Serial}", now);
        await jobs.AskAsync(work, SendRevocation.JobKind, $"{work.Tenant}:{held.Serial}", $"{work.Tenant}:{held.Serial}", now);
        return true;
    }
}
