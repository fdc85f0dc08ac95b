using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Warifu.Postgres;

namespace Warifu.Bank.History;

/// <summary>Keeps the chains of all banks up with their histories. Every node runs one; for each bank one of them does it.</summary>
internal sealed partial class ChainHistory(Database database, Banks banks, ILogger<ChainHistory> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Interval);
        do
        {
            try
            {
                foreach (var bank in banks.All)
                    while (await database.InTenantAsync(bank.Profile.Code.Value, HistoryChain.ExtendAsync, stoppingToken) > 0)
                        stoppingToken.ThrowIfCancellationRequested();
            }
            catch (NpgsqlException lost)
            {
                DatabaseLost(log, lost);
            }
        }
        while (await ticks.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(2401, LogLevel.Warning, "The history could not be chained; trying again.")]
    private static partial void DatabaseLost(ILogger log, Exception lost);
}
