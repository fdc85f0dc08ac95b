using Warifu.Postgres;
using Warifu.Postgres.Jobs;

namespace Warifu.Hub.Agents;

/// <summary>A paired PC, as the connector page lists it.</summary>
internal sealed record AgentRow(Guid AgentId, string PcName, DateTimeOffset PairedAt, DateTimeOffset? SeenAt, DateTimeOffset? RevokedAt);

/// <summary>The office's view of its agents.</summary>
internal static class AgentRegister
{
    public static Task<IReadOnlyList<AgentRow>> ListAsync(Database database, string tenant, CancellationToken cancel) =>
        database.InTenantAsync(tenant, work => work.QueryAsync<AgentRow>(
            "select agent_id, pc_name, paired_at, seen_at, revoked_at from agent order by revoked_at is not null, paired_at"), cancel);

    /// <summary>連携を解除: counts from its commit, on every node; open streams of the agent end when they are woken.</summary>
    public static Task RevokeAsync(Database database, Wakeup wakeup, string tenant, Guid agentId, CancellationToken cancel) =>
        database.InTenantAsync(tenant, async work =>
        {
            await work.ExecuteAsync(
                "update agent set revoked_at = @now where agent_id = @agentId and revoked_at is null", new { now = database.Time.GetUtcNow(), agentId });
            work.AfterCommit(wakeup.Signal);
        }, cancel);

    /// <summary>Tells the office's agents to look again, once the work is committed.</summary>
    public static async Task LookAgainAsync(Work work, Wakeup wakeup)
    {
        await work.ExecuteAsync("update office set change = change + 1");
        work.AfterCommit(wakeup.Signal);
    }
}
