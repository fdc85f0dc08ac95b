using System.Text.Json;
using Warifu.Hub.Agents;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Hub.Retrievals;

/// <summary>
/// Commits a retrieval, all in one transaction (docs/retrieval-cycle.md, steps 6 to 11):
/// 6. the account is locked, and a commit repeated gets its first answer;
/// 7. the fence is the newest;
/// 8. the lines are what the manifest says;
/// 9. they are merged into what is kept;
/// 10. opening + lines = closing is proven over all that is kept;
/// 11. the answer is kept with the lease, the chunks go, and the link is good.
/// </summary>
internal static class Commit
{
    private static readonly TimeSpan ADay = TimeSpan.FromDays(1);

    public static Task<Outcome<Delivery>> DoAsync(
        Database database, Wakeup wakeup, SignedAgent agent, Guid leaseId, Manifest manifest, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<Delivery>>(agent.Tenant, async work =>
        {
            // 6.
            if (await LeaseRow.LockAsync(work, leaseId, agent.AgentId) is not var (lease, newest))
                return RetrievalRefusals.LeaseUnknown;
            if (lease.CommittedAt is not null)
                return Repeated(lease, manifest);
            // 7.
            if (manifest.Fence != lease.Fence || lease.Fence != newest)
                return RetrievalRefusals.LeaseLost;
            // 8.
            var account = AccountKey.Parse(lease.AccountKey);
            var (chunks, wire) = await Chunks.ReadAsync(work, leaseId);
            var name = await work.SingleAsync<string>("select name from account where account_key = @AccountKey", new { lease.AccountKey });
            var lines = WireLines.Read(wire);
            if (lines.Refusal is { } malformed)
                return malformed;
            var delivered = ManifestCheck.Read(account, name, manifest, chunks, lines.Value);
            if (delivered.Refusal is { } wrong)
                return wrong;
            // 9, 10.
            var now = database.Time.GetUtcNow();
            var delivery = await Keeping.KeepAsync(work, agent.OfficeId, leaseId, lease.Fence, delivered.Value, now);
            // 11.
            await work.ExecuteAsync(
                """
                update lease set committed_at = @now, manifest = @manifest::jsonb, delivery = @delivery::jsonb where lease_id = @leaseId;
                delete from chunk where lease_id = @leaseId;
                update link set state = 'Complete', state_since = @now, code = null, reason_ja = null, reason_en = null, fetched_at = @now, next_run_at = @next
                  where link_id = @LinkId;
                """,
                new
                {
                    now,
                    manifest = JsonSerializer.Serialize(manifest, WireJson.Options),
                    delivery = JsonSerializer.Serialize(delivery, WireJson.Options),
                    leaseId,
                    lease.LinkId,
                    next = now + ADay,
                });
            work.AfterCommit(wakeup.Signal);
            return delivery;
        }, cancel);

    private static Outcome<Delivery> Repeated(LeaseRow lease, Manifest manifest) =>
        JsonSerializer.Deserialize<Manifest>(lease.Manifest!, WireJson.Options) == manifest
            ? JsonSerializer.Deserialize<Delivery>(lease.Delivery!, WireJson.Options)!
            : RetrievalRefusals.ManifestDiffers;
}
