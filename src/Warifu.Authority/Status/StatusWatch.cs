using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Warifu.Authority.Authorities;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;

namespace Warifu.Authority.Status;

/// <summary>Looks, when woken and every half second, whether the register has changed, and starts the round of the refresh.</summary>
internal sealed partial class StatusWatch(Database database, Wakeup wakeup, OpenAuthorities authorities, OcspMemory memory, StatusRefresh refresh, ILogger<StatusWatch> log) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var (asked, known) = (false, (-1L, ""));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                if (!asked)
                    await refresh.AskAsync(stoppingToken);
                asked = true;
                var (version, revoked) = await database.ReadAsync<Seen>("""
                    select coalesce(sum(version), 0)::bigint as version,
                      (select coalesce(string_agg(authority_id, ' '), '') from authority where revoked_at is not null) as revoked
                    from status_version
                    """, new { }, stoppingToken) ?? new Seen(0, "");
                authorities.Withdraw(revoked.Split(' '));
                if ((version, revoked) != known)
                    memory.Forget();
                known = (version, revoked);
                memory.Seen();
            }
            catch (NpgsqlException lost)
            {
                DatabaseLost(log, lost);
            }

            await wakeup.WaitAsync(LookAgain, stoppingToken);
        }
    }

    private sealed record Seen(long Version, string Revoked);

    [LoggerMessage(3021, LogLevel.Warning, "The version of the register could not be read; answers are not kept in memory until it can.")]
    private static partial void DatabaseLost(ILogger log, Exception lost);
}
