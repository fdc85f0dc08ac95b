using Warifu.Tests.Bank;
using Warifu.Tests.Bank.Notices;
using Warifu.Tests.Postgres.Cluster;
using Xunit.Runner.InProc.SystemConsole;

namespace Warifu.Tests;

/// <summary>The runner; and, started with other words, a program that a test may kill in the middle of its work.</summary>
internal static class TestProgram
{
    public static Task<int> Main(string[] args) =>
        args is [HeldCluster.Verb, var folder] ? HeldCluster.RunAsync(folder)
        : args is [TrustingSender.Verb, var port] ? TrustingSender.RunAsync(int.Parse(port))
        : args is [KilledBank.Verb, var place] ? KilledBank.ServeAsync(place)
        : ConsoleRunner.Run(args);
}
