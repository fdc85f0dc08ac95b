using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;

namespace Warifu.Authority.Registration;

/// <summary>
/// Gives committed changes their numbers. It runs on every node; a lock in the database lets one write at a time, so numbers
/// follow commits, have no gap, and a node that dies leaves its work to the others.
/// </summary>
internal sealed partial class ChangeNumbering(Database database, Wakeup wakeup, ILogger<ChangeNumbering> log) : BackgroundService
{
    // Also what a change made by a command, which can wake nobody, waits at most.
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AfterLoss = TimeSpan.FromSeconds(1);

    /// <returns>How many were numbered.</returns>
    public static Task<int> RunAsync(Database database, CancellationToken cancel) =>
        database.WithoutTenantAsync(work => work.SingleAsync<int>("select number_certificate_changes()"), cancel);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (await RunAsync(database, stoppingToken) > 0)
                    wakeup.Signal();
                await wakeup.WaitAsync(LookAgain, stoppingToken);
            }
            catch (NpgsqlException lost)
            {
                DatabaseLost(log, lost);
                await Task.Delay(AfterLoss, database.Time, stoppingToken);
            }
        }
    }

    [LoggerMessage(3031, LogLevel.Error, "Changes could not be numbered; tried again.")]
    private static partial void DatabaseLost(ILogger log, Exception lost);
}
