using Warifu.Desk.Keys;
using Warifu.Wire;
using Warifu.Wire.Agents;

namespace Warifu.Desk.Connections;

/// <summary>
/// Fetches each link at the time its list shows, while the program runs (seed 000, 次回の取得日時). The stream from the hub
/// only says "look again"; without it the next look is a minute away.
/// </summary>
public sealed class DailyFetching(DeskFolder folder, Vault vault, HubConnection hub, TimeProvider time)
{
    /// <param name="told">Hears what was fetched and what was refused.</param>
    public async Task RunAsync(bool japanese, TimeSpan lookAgain, Action<Phrase> told, CancellationToken cancel)
    {
        using var woken = new SemaphoreSlim(0, 1);
        var listening = ListenAsync(woken, lookAgain, cancel);
        while (!cancel.IsCancellationRequested)
        {
            var links = await hub.LinksAsync(cancel);
            if (links.Refusal is { } refusal)
                told(refusal.What);
            else
                foreach (var link in links.Value.Where(IsDue))
                    told(Words(link, await new FetchLink(folder, vault, hub, time).RunAsync(link, japanese, progress: null, step: null, cancel)));
            await woken.WaitAsync(lookAgain, cancel);
        }
        await listening;
    }

    private bool IsDue(AgentLink link) => link.NextRun is { } at && at <= time.GetUtcNow();

    private static Phrase Words(AgentLink link, Outcome<Fetched> outcome) =>
        outcome.Refusal is { } refusal
            ? new($"{link.Institution.Ja}: {refusal.What.Ja}", $"{link.Institution.En}: {refusal.What.En}")
            : new($"{link.Institution.Ja}: 新しい明細 {outcome.Value.Added} 件", $"{link.Institution.En}: {outcome.Value.Added} new lines");

    private async Task ListenAsync(SemaphoreSlim woken, TimeSpan again, CancellationToken cancel)
    {
        while (!cancel.IsCancellationRequested)
        {
            try
            {
                await foreach (var _ in hub.ListenAsync(cancel))
                    if (woken.CurrentCount == 0)
                        woken.Release();
            }
            catch (Exception lost) when (lost is RefusedException or IOException or HttpRequestException)
            {
                // Looking every minute goes on without it.
            }
            await Task.Delay(again, time, cancel);
        }
    }
}
