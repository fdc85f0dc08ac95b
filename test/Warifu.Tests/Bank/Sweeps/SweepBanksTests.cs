using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Warifu.Bank;
using Warifu.Bank.Profiles;
using Warifu.Bank.Sweeps;
using Warifu.Tests.Web;

namespace Warifu.Tests.Bank.Sweeps;

public sealed class SweepBanksTests
{
    private const string Tsukinowa = "9971";
    private const string Asagiri = "9972";

    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_bank_whose_sweep_fails_is_named_in_the_log_and_tried_again_and_the_others_go_on()
    {
        var failsAtOne = new Counted((bank, _) => bank.Code.Value == Tsukinowa ? throw new TimeoutException() : Task.FromResult(1));
        var failsAtAll = new Counted((_, _) => Task.FromException<int>(new InvalidOperationException("No such row.")));
        var sound = new Counted((_, _) => Task.FromResult(1));
        var log = new Failures();
        await RunAsync([failsAtOne, failsAtAll, sound], log, () =>
            new[] { failsAtOne, failsAtAll, sound }.All(sweep => sweep.TimesFor(Tsukinowa) > 2 && sweep.TimesFor(Asagiri) > 2));
        Assert.Equal(
            ["Counted failed for bank 9971 and will be tried again. InvalidOperationException", "Counted failed for bank 9971 and will be tried again. TimeoutException", "Counted failed for bank 9972 and will be tried again. InvalidOperationException"],
            log.Lines.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_bank_that_is_slow_keeps_no_other_bank_and_no_other_sweep_waiting_and_the_server_stops_all_the_same()
    {
        var slow = new Counted(async (bank, cancel) =>
        {
            if (bank.Code.Value == Tsukinowa)
                await Task.Delay(Timeout.Infinite, cancel);
            return 1;
        });
        var quick = new Counted((_, _) => Task.FromResult(1));
        var log = new Failures();
        await RunAsync([slow, quick], log, () => slow.TimesFor(Asagiri) > 2 && quick.TimesFor(Tsukinowa) > 2);
        Assert.Equal(1, slow.TimesFor(Tsukinowa));
        Assert.Empty(log.Lines);
    }

    /// <summary>For two banks, until it has come true.</summary>
    private static async Task RunAsync(IBankSweep[] sweeps, Failures log, Func<bool> done)
    {
        using var certificate = TestParty.SelfSigned("CN=bank");
        using var authority = new HttpClientHandler();
        var banks = new[] { "tsukinowa", "asagiri" }
            .Select(name => ProfileFile.Read(Repository.Sample($"banks/{name}.yaml")).Value)
            .Select(profile => TestBank.Served(profile, certificate, certificate, certificate, authority, 1, isLocal: false));
        using var sweeping = new SweepBanks(sweeps, new Banks([.. banks]), log);
        await sweeping.StartAsync(Cancel);
        await Until.TrueAsync(() => Task.FromResult(done()));
        await sweeping.StopAsync(Cancel);
        Assert.True(sweeping.ExecuteTask!.IsCanceled);
    }

    private sealed class Counted(Func<BankProfile, CancellationToken, Task<int>> sweep) : IBankSweep
    {
        private readonly ConcurrentDictionary<string, int> times = [];

        public TimeSpan Interval => TimeSpan.FromMilliseconds(1);

        public int TimesFor(string bank) => times.GetValueOrDefault(bank);

        public Task<int> SweepAsync(BankProfile bank, CancellationToken cancel)
        {
            times.AddOrUpdate(bank.Code.Value, 1, (_, before) => before + 1);
            return sweep(bank, cancel);
        }
    }

    private sealed class Failures : ILogger<SweepBanks>
    {
        public ConcurrentQueue<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{formatter(state, exception)} {exception?.GetType().Name}");
    }
}
