using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Warifu.Authority.Authorities;

namespace Warifu.Authority.Log;

/// <summary>Keeps the logs of all issuing authorities up with the register. Every node runs one; for each log one of them leads.</summary>
internal sealed partial class LogSequencer(LogSequencing sequencing, OpenAuthorities authorities, ILogger<LogSequencer> log) : BackgroundService
{
    /// <summary>What a quiet log waits at most; a busy one is gathered into batches of this length.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var ticks = new PeriodicTimer(Interval);
        do
        {
            try
            {
                foreach (var authority in authorities.Issuing)
                    while (await sequencing.SequenceAsync(authority, stoppingToken) is > 0 and var placed)
                        Placed(log, authority.Id, placed);
            }
            catch (NpgsqlException lost)
            {
                DatabaseLost(log, lost);
            }
        }
        while (await ticks.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(3041, LogLevel.Debug, "Log of {Authority}: {Placed} leaves placed.")]
    private static partial void Placed(ILogger log, string authority, int placed);

    [LoggerMessage(3042, LogLevel.Warning, "The log could not be sequenced; looking again.")]
    private static partial void DatabaseLost(ILogger log, Exception lost);
}
