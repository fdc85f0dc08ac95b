using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;

namespace Warifu.Authority.Status;

/// <summary>Looks, when woken and every half second, whether the register has changed, and starts the round of the refresh.</summary>
internal sealed partial class StatusWatch(Database database, Wakeup wakeup, OcspMemory memory, StatusRefresh refresh, ILogger<StatusWatch> log) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (asked, known) = (false, -1L);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!asked)
                    await refresh.AskAsync(stoppingToken);
                asked = true;
                var version = await database.ReadAsync<long>("select coalesce(sum(version), 0)::bigint from status_version", new { }, stoppingToken);
                if (version != known)
                    memory.Forget();
                known = version;
                memory.Seen();
            }
            catch (NpgsqlException lost)
            {
                DatabaseLost(log, lost);
            }

            await wakeup.WaitAsync(LookAgain, stoppingToken);
        }
    }

    [LoggerMessage(3021, LogLevel.Warning, "The version of the register could not be read; answers are not kept in memory until it can.")]
    private static partial void DatabaseLost(ILogger log, Exception lost);
}
