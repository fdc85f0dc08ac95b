using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Warifu.Authority.Authorities;
using Warifu.Wire;

namespace Warifu.Authority.Log;

/// <summary>Keeps the logs of all issuing authorities up with the register. Every node runs one; for each log one of them leads.</summary>
internal sealed partial class LogSequencer(LogSequencing sequencing, PublishedCheckpoints published, OpenAuthorities authorities, ILogger<LogSequencer> log) : BackgroundService
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
                    await FollowAsync(authority, stoppingToken);
            }
            catch (NpgsqlException lost)
            {
                DatabaseLost(log, lost);
            }
        }
        while (await ticks.WaitForNextTickAsync(stoppingToken));
    }

    private async Task FollowAsync(OpenAuthority authority, CancellationToken cancel)
    {
        try
        {
            if (await CatchUpAsync(authority, cancel))
                await published.KeepAsync(authority, cancel);
        }
        catch (RefusedException lost)
        {
            // Its key is in a token that is away; the leaves wait.
            NotSigned(log, authority.Id, lost);
        }
        catch (IOException full)
        {
            NotKept(log, authority.Id, full);
        }
    }

    /// <summary>Less than a full batch is all there was: what came since waits for the next tick, with its company.</summary>
    /// <returns>Whether the log has grown.</returns>
    private async Task<bool> CatchUpAsync(OpenAuthority authority, CancellationToken cancel)
    {
        for (var grown = false; ; grown = true)
        {
            var placed = await sequencing.SequenceAsync(authority, cancel) ?? 0;
            if (placed > 0)
                Placed(log, authority.Id, placed);
            if (placed < LogSequencing.Batch)
                return grown || placed > 0;
        }
    }

    [LoggerMessage(3043, LogLevel.Warning, "The log of {Authority} could not be signed; looking again.")]
    private static partial void NotSigned(ILogger log, string authority, Exception lost);

    [LoggerMessage(3044, LogLevel.Error, "The checkpoint of {Authority} could not be kept in the folder.")]
    private static partial void NotKept(ILogger log, string authority, Exception full);

    [LoggerMessage(3041, LogLevel.Debug, "Log of {Authority}: {Placed} leaves placed.")]
    private static partial void Placed(ILogger log, string authority, int placed);

    [LoggerMessage(3042, LogLevel.Warning, "The log could not be sequenced; looking again.")]
    private static partial void DatabaseLost(ILogger log, Exception lost);
}
