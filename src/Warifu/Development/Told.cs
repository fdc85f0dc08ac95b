using Npgsql;
using Spectre.Console;
using Warifu.Operations;
using Warifu.Postgres.Cluster;
using Warifu.Wire;

namespace Warifu.Development;

/// <summary>
/// How the command line tells a person what went wrong: one sentence, the way out, the code, on the error stream.
/// Exit codes: 0 done, 64 wrong words on the command line, 69 something needed is not there, 70 a fault of ours, 75 try again.
/// </summary>
internal static class Told
{
    public const int Unavailable = 69;
    public const int Fault = 70;
    public const int TryAgain = 75;

    /// <summary>The server answers, and lets nobody in.</summary>
    private static readonly string[] Away =
    [
        PostgresErrorCodes.ObjectNotInPrerequisiteState, PostgresErrorCodes.InvalidCatalogName, PostgresErrorCodes.InvalidAuthorizationSpecification,
        PostgresErrorCodes.TooManyConnections, PostgresErrorCodes.AdminShutdown, PostgresErrorCodes.CrashShutdown, PostgresErrorCodes.CannotConnectNow,
    ];

    public static bool Japanese { get; set; } =
        (Environment.GetEnvironmentVariable("LC_ALL") ?? Environment.GetEnvironmentVariable("LANG"))?.StartsWith("ja", StringComparison.OrdinalIgnoreCase) == true;

    public static IAnsiConsole Errors { get; } = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    public static string Say(string japanese, string english) => Japanese ? japanese : english;

    public static async Task<int> RunAsync(Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (RefusedException refused)
        {
            Tell(refused.Refusal);
            return Unavailable;
        }
        catch (IOException taken) when (taken.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            Tell(DevelopmentRefusals.PortTaken with { Detail = new(taken.Message, taken.Message) });
            return Unavailable;
        }
        catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.DiskFull)
        {
            Tell(ClusterRefusals.DiskFull);
            return TryAgain;
        }
        catch (NpgsqlException away) when (away is not PostgresException { SqlState: var state } || Away.Contains(state))
        {
            Tell(OperationRefusals.DatabaseAway);
            return Unavailable;
        }
        catch (IOException full) when (full.HResult is 28 or unchecked((int)0x80070070))
        {
            Tell(ClusterRefusals.DiskFull);
            return TryAgain;
        }
        catch (OperationCanceledException)
        {
            return TryAgain;
        }
    }

    public static void Tell(Refusal refusal)
    {
        Errors.MarkupLineInterpolated($"[red]{refusal.What.In(Japanese)}[/]");
        if (refusal.Detail is { } detail)
            Errors.WriteLine(detail.In(Japanese));
        Errors.WriteLine(refusal.WayOut.In(Japanese));
        Errors.MarkupLineInterpolated($"[grey]{refusal.Code}[/]");
    }
}
