using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Warifu.Bank.Profiles;
using Warifu.Wire;

namespace Warifu.Bank.Sweeps;

/// <summary>Does all sweeps for all banks of this process, each by itself: where one fails or is slow, the others go on.</summary>
internal sealed partial class SweepBanks(IEnumerable<IBankSweep> sweeps, Banks banks, ILogger<SweepBanks> log) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(from sweep in sweeps from bank in banks.All select RepeatAsync(sweep, bank.Profile, stoppingToken));

    private async Task RepeatAsync(IBankSweep sweep, BankProfile bank, CancellationToken stop)
    {
        using var ticks = new PeriodicTimer(sweep.Interval);
        do
        {
            try
            {
                await sweep.SweepAsync(bank, stop);
            }
            catch (Exception failed) when (failed is not OperationCanceledException || !stop.IsCancellationRequested)
            {
                SweepFailed(log, sweep.GetType().Name, bank.Code, failed);
            }
        }
        while (await ticks.WaitForNextTickAsync(stop));
    }

    [LoggerMessage(2701, LogLevel.Warning, "{Sweep} failed for bank {Bank} and will be tried again.")]
    private static partial void SweepFailed(ILogger log, string sweep, BankCode bank, Exception failed);
}
