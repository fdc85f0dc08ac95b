using Warifu.Hub.Agents;
using Warifu.Hub.Links;
using Warifu.Postgres;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Hub.Retrievals;

/// <summary>What an agent says of an attempt that brought no delivery. The same report again changes nothing.</summary>
internal static class Reports
{
    private const int LongestCode = 64;
    private const int LongestReason = 400;
    private static readonly TimeSpan ADay = TimeSpan.FromDays(1);

    public static Task<Refusal?> TakeAsync(Database database, SignedAgent agent, Guid linkId, RetrievalReport report, CancellationToken cancel) =>
        database.InTenantAsync(agent.Tenant, async work =>
        {
            var now = database.Time.GetUtcNow();
            var found = await work.SingleOrDefaultAsync<Guid?>("select link_id from link where link_id = @linkId for update", new { linkId });
            if (found is null)
                return LinkRefusals.Unknown;
            var (code, state) = (Cut(report.Code, LongestCode), report.State.ToString());
            var fresh = await work.ExecuteAsync(
                "insert into link_report values (@OfficeId, @AttemptKey, @linkId, @AgentId, @state, @code, @now) on conflict do nothing",
                new { agent.OfficeId, report.AttemptKey, linkId, agent.AgentId, state, code, now });
            if (fresh == 0)
                return null;
            DateTimeOffset? next = report.State switch
            {
                // Another PC has the account: its lease is over soon, and then the lines are there or this PC takes over.
                LinkState.Failed when code == RetrievalRefusals.AccountBusy.Code || code == RetrievalRefusals.LeaseLost.Code => now + Leases.Term,
                LinkState.Failed or LinkState.Complete => now + ADay,
                // Until somebody has typed in what the bank asks for there is no next run.
                _ => null,
            };
            await work.ExecuteAsync(
                """
                update link set state = @state, state_since = @now, code = @code, reason_ja = @ja, reason_en = @en, next_run_at = @next where link_id = @linkId;
                update lease set expires_at = @now where link_id = @linkId and agent_id = @AgentId and committed_at is null and expires_at > @now and @ended;
                """,
                new
                {
                    state,
                    now,
                    code,
                    ja = Cut(report.Reason?.Ja, LongestReason),
                    en = Cut(report.Reason?.En, LongestReason),
                    next,
                    linkId,
                    agent.AgentId,
                    ended = report.State is not LinkState.Fetching,
                });
            return (Refusal?)null;
        }, cancel);

    private static string? Cut(string? text, int longest) => text is null ? null : text.Length <= longest ? text : text[..longest];
}
