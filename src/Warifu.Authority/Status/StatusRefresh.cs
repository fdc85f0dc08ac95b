using System.Globalization;
using Warifu.Authority.Authorities;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;

namespace Warifu.Authority.Status;

/// <summary>
/// The round that keeps answers, lists and responders ahead of their ends, once a minute on one node (docs/revocation-cycle.md, 8):
/// <list type="number">
/// <item>Renew this node's responders near their end.</item>
/// <item>Sign due answers anew, those of changed certificates first.</item>
/// <item>Make full lists anew that are an hour old.</item>
/// <item>Ask for the next round.</item>
/// </list>
/// </summary>
internal sealed class StatusRefresh(
    Database database, OpenAuthorities authorities, OcspAnswers answers, CrlPublication crls, Responders responders, JobQueue jobs) : IJobHandler
{
    private const int Batch = 500;
    private static readonly TimeSpan Round = TimeSpan.FromMinutes(1);

    public string Kind => "status-refresh";

    public async Task DoAsync(Job job, CancellationToken cancel)
    {
        await responders.RenewAsync(authorities.All, cancel); // 1
        while (await answers.RefreshAsync(Batch, cancel) == Batch) // 2
        {
            // Until less than a batch was due.
        }

        foreach (var authority in authorities.All) // 3
            await crls.CurrentAsync(authority.Id, CrlRow.Full, cancel);
        await AskAsync(cancel); // 4
    }

    /// <summary>The next round is named by its minute, so that all nodes ask for the same one.</summary>
    public Task AskAsync(CancellationToken cancel) => database.WithoutTenantAsync(work =>
    {
        var now = database.Time.GetUtcNow();
        var next = new DateTimeOffset(now.Ticks - (now.Ticks % Round.Ticks), TimeSpan.Zero) + Round;
        return jobs.AskAsync(work, Kind, next.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture), "", next);
    }, cancel);
}
