using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Hosting;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;

namespace Warifu.Hub.Agents;

/// <summary>
/// The stream that only says "look again". It asks the register whenever it wakes, so that it ends with the agent's
/// pairing; polling alone would be correct too.
/// </summary>
internal static class AgentEvents
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static async Task StreamAsync(HttpContext context, Database database, Wakeup wakeup, IHostApplicationLifetime lifetime)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping);
        var seen = context.Features.GetRequiredFeature<SignedAgent>();
        context.Response.ContentType = "text/event-stream";
        await MarkSeenAsync(database, seen, end.Token);
        try
        {
            await WriteAsync(context, "event: look\ndata:\n\n", end.Token);
            var written = database.Time.GetTimestamp();
            while (true)
            {
                await wakeup.WaitAsync(Heartbeat, end.Token);
                var standing = await AgentFilter.FindAsync(database, context);
                if (standing.Refusal is not null)
                    return;
                var changed = standing.Value.Change != seen.Change;
                if (!changed && database.Time.GetElapsedTime(written) < Heartbeat)
                    continue;
                seen = standing.Value;
                await WriteAsync(context, changed ? "event: look\ndata:\n\n" : ": still here\n\n", end.Token);
                written = database.Time.GetTimestamp();
            }
        }
        catch (OperationCanceledException)
        {
            // The agent hung up or the server is stopping; either way it will look again by itself.
        }
    }

    private static Task MarkSeenAsync(Database database, SignedAgent agent, CancellationToken cancel) =>
        database.InTenantAsync(
            agent.Tenant,
            work => work.ExecuteAsync("update agent set seen_at = @now where agent_id = @AgentId", new { now = database.Time.GetUtcNow(), agent.AgentId }),
            cancel);

    private static async Task WriteAsync(HttpContext context, string text, CancellationToken cancel)
    {
        await context.Response.WriteAsync(text, cancel);
        await context.Response.Body.FlushAsync(cancel);
    }
}
