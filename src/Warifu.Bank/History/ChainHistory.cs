using Warifu.Bank.Profiles;
using Warifu.Bank.Sweeps;
using Warifu.Postgres;

namespace Warifu.Bank.History;

/// <summary>Keeps the chain of a bank up with its history.</summary>
internal sealed class ChainHistory(Database database) : IBankSweep
{
    public TimeSpan Interval => TimeSpan.FromSeconds(1);

    public async Task<int> SweepAsync(BankProfile bank, CancellationToken cancel)
    {
        var chained = 0;
        while (await database.InTenantAsync(bank.Code.Value, HistoryChain.ExtendAsync, cancel) is > 0 and var more)
            chained += more;
        return chained;
    }
}
