using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Warifu.Postgres.Jobs;

/// <summary>Does one kind of job. It may be called again for the same job after a crash, so it repeats nothing by itself.</summary>
public interface IJobHandler
{
    string Kind { get; }

    Task DoAsync(Job job, CancellationToken cancel);
}

/// <summary>
/// Takes due jobs one after another. The row stays locked while its handler runs: a crash gives the job back at once, and
/// no two nodes do the same. What fails is tried again later, 1 s to 5 min apart.
/// </summary>
public sealed partial class JobRunner(Database database, Wakeup wakeup, IEnumerable<IJobHandler> handlers, ILogger<JobRunner> log) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private const int LongestPause = 300;

    private readonly Dictionary<string, IJobHandler> handlers = handlers.ToDictionary(handler => handler.Kind);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!await DoNextAsync(stoppingToken))
                    await wakeup.WaitAsync(LookAgain, stoppingToken);
            }
            catch (NpgsqlException lost)
            {
                DatabaseLost(log, lost);
                await Task.Delay(LookAgain, database.Time, stoppingToken);
            }
        }
    }

    /// <returns>False when nothing is due.</returns>
    internal Task<bool> DoNextAsync(CancellationToken cancel) => database.WithoutTenantAsync(async work =>
    {
        var job = await work.SingleOrDefaultAsync<Job>("""
            select job_id, kind, job_key as key, payload, attempts from job
            where run_at <= @now and kind = any(@kinds) order by run_at limit 1 for update skip locked
            """, new { now = database.Time.GetUtcNow(), kinds = handlers.Keys.ToArray() });
        if (job is null)
            return false;
        try
        {
            await handlers[job.Kind].DoAsync(job, cancel);
            await work.ExecuteAsync("delete from job where job_id = @JobId", job);
        }
        catch (Exception failed) when (failed is not OperationCanceledException || !cancel.IsCancellationRequested)
        {
            JobFailed(log, job.Kind, job.Attempts + 1, failed);
            var pause = TimeSpan.FromSeconds(Math.Min(LongestPause, 1 << Math.Min(job.Attempts, 8)));
            await work.ExecuteAsync(
                "update job set attempts = attempts + 1, run_at = @again, last_error = @error where job_id = @JobId",
                new { job.JobId, again = database.Time.GetUtcNow() + pause, error = failed.GetType().Name });
        }
        return true;
    }, cancel);

    [LoggerMessage(1001, LogLevel.Warning, "A job of kind {Kind} failed at try {Try} and will be tried again.")]
    private static partial void JobFailed(ILogger log, string kind, int @try, Exception failed);

    [LoggerMessage(1002, LogLevel.Warning, "The job table could not be read; looking again.")]
    private static partial void DatabaseLost(ILogger log, Exception lost);
}
