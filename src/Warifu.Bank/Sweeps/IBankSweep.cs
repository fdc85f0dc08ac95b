using Warifu.Bank.Profiles;

namespace Warifu.Bank.Sweeps;

/// <summary>What is done for each bank every so often. Every node does it: a row or a lock lets one of them do each thing.</summary>
internal interface IBankSweep
{
    /// <summary>From one beginning to the next.</summary>
    TimeSpan Interval { get; }

    /// <returns>How many things this node did.</returns>
    Task<int> SweepAsync(BankProfile bank, CancellationToken cancel);
}
