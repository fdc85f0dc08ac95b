using Warifu.Hub.Agents;
using Warifu.Hub.Links;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Hub.Retrievals;

/// <summary>
/// The lease of a physical account (docs/retrieval-cycle.md):
/// 1. an agent asks for it, naming the lease itself, so that asking again answers the same;
/// 2. the account's row is locked and its fence grows: whoever held an older lease can no longer write. The clock decides
/// only when another agent may take over.
/// </summary>
internal static class Leases
{
    public static readonly TimeSpan Term = TimeSpan.FromMinutes(10);

    public static Task<Outcome<Lease>> TakeAsync(Database database, SignedAgent agent, LeaseRequest request, CancellationToken cancel) =>
        database.InTenantAsync<Outcome<Lease>>(agent.Tenant, async work =>
        {
            // 1.
            var now = database.Time.GetUtcNow();
            var link = await work.SingleOrDefaultAsync<LinkOfLease>(
                "select bank_code, fetch_from from link where link_id = @LinkId", new { request.LinkId });
            if (link is null)
                return LinkRefusals.Unknown;
            if (request.Account.Bank.Value != link.BankCode)
                return RetrievalRefusals.AccountNotOfLink;

            // 2.
            var key = request.Account.ToString();
            await work.ExecuteAsync(
                """
                insert into account (office_id, account_key, name, currency, opened_at) values (@OfficeId, @key, @AccountName, 'JPY', @now)
                on conflict do nothing
                """,
                new { agent.OfficeId, key, request.AccountName, now });
            var fence = await work.SingleAsync<long>("select fence from account where account_key = @key for update", new { key });
            var newest = await work.SingleOrDefaultAsync<LeaseRow>(LeaseRow.Sql + " where account_key = @key and fence = @fence", new { key, fence });
            if (await work.SingleOrDefaultAsync<LeaseRow>(LeaseRow.Sql + " where lease_id = @LeaseId", new { request.LeaseId }) is { } repeated)
            {
                return repeated.AgentId == agent.AgentId && repeated.AccountKey == key
                    ? new Lease(repeated.LeaseId, repeated.Fence, link.FetchFrom, repeated.ExpiresAt)
                    : RetrievalRefusals.LeaseLost;
            }

            if (newest is { CommittedAt: null } && newest.AgentId != agent.AgentId && newest.ExpiresAt > now)
                return RetrievalRefusals.AccountBusy;

            // To the second, so that the database gives back the very same when the request is repeated.
            var expires = DateTimeOffset.FromUnixTimeSeconds((now + Term).ToUnixTimeSeconds());
            var lease = new Lease(request.LeaseId, fence + 1, link.FetchFrom, expires);
            await work.ExecuteAsync(
                """
                update account set fence = @Fence, name = @AccountName where account_key = @key;
                insert into lease (office_id, lease_id, account_key, link_id, agent_id, fence, taken_at, expires_at)
                  values (@OfficeId, @LeaseId, @key, @LinkId, @AgentId, @Fence, @now, @ExpiresAt);
                insert into link_account values (@OfficeId, @LinkId, @key) on conflict do nothing;
                update link set state = 'Fetching', state_since = @now, code = null, reason_ja = null, reason_en = null where link_id = @LinkId;
                """,
                new { lease.Fence, request.AccountName, key, agent.OfficeId, lease.LeaseId, request.LinkId, agent.AgentId, now, lease.ExpiresAt });
            return lease;
        }, cancel);

    private sealed record LinkOfLease(string BankCode, DateOnly? FetchFrom);
}

/// <summary>A row of the table, as far as writes under it are judged.</summary>
internal sealed record LeaseRow(
    Guid LeaseId, string AccountKey, Guid? LinkId, Guid? AgentId, long Fence, DateTimeOffset ExpiresAt, string? Manifest, string? Delivery,
    DateTimeOffset? CommittedAt)
{
    public const string Sql =
        "select lease_id, account_key, link_id, agent_id, fence, expires_at, manifest::text, delivery::text, committed_at from lease";

    /// <summary>Finds a lease of this agent and locks its account.</summary>
    public static async Task<(LeaseRow Lease, long NewestFence)?> LockAsync(Work work, Guid leaseId, Guid agentId)
    {
        var lease = await work.SingleOrDefaultAsync<LeaseRow>(Sql + " where lease_id = @leaseId and agent_id = @agentId", new { leaseId, agentId });
        if (lease is null)
            return null;
        var fence = await work.SingleAsync<long>("select fence from account where account_key = @AccountKey for update", new { lease.AccountKey });
        // Read again under the lock: a commit of the same lease may have ended in between.
        return (await work.SingleAsync<LeaseRow>(Sql + " where lease_id = @leaseId", new { leaseId }), fence);
    }
}
