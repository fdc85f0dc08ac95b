using Warifu.Bank.History;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;
using Warifu.Wire.Registration;

namespace Warifu.Bank.Certificates;

/// <summary>Revocation at the bank, on application form (seed 003, (5)): the only way for a master user's own certificate.</summary>
internal sealed class RevocationByStaff(Database database, JobQueue jobs)
{
    /// <returns>The serial number of what was revoked.</returns>
    public Task<Outcome<SerialNumber>> RunAsync(BankProfile profile, string loginId, RevocationReason reason, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<SerialNumber>>(profile.Code.Value, async work =>
        {
            var now = database.Time.GetUtcNow();
            var user = await work.SingleOrDefaultAsync<Guid?>(
                "select user_id from customer_user where bank_code = @Tenant and login_id = @loginId", new { work.Tenant, loginId });
            var held = user is { } id ? await HeldCertificates.OfUserAsync(work, id, profile, now) : null;
            if (held is null || !held.State.Stands())
                return RevocationRefusals.NothingToRevoke;
            var entry = new HistoryEntry(held.ContractId, HistoryEntry.Staff, null);
            return await RegisterRevocation.WriteAsync(work, jobs, held, reason, entry, now) ? held.Serial! : RevocationRefusals.NothingToRevoke;
        }, cancel);
}
