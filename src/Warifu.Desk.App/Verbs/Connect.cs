using System.CommandLine;
using Warifu.Desk.Connections;
using Warifu.Wire;

namespace Warifu.Desk.App.Verbs;

/// <summary>ログイン (seed 000): stays connected and fetches each link at its time.</summary>
internal static class Connect
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMinutes(1);

    public static Command Make()
    {
        var command = new Command("connect", "Stays connected until Ctrl-C and fetches each link at the time its list shows.");
        Person.ActConnected(command, async (person, vault, hub, _, cancel) =>
        {
            var daily = new DailyFetching(person.Home, vault, hub, TimeProvider.System);
            try
            {
                await daily.RunAsync(person.Japanese, LookAgain, told => Console.Error.WriteLine(told.In(person.Japanese)), cancel);
            }
            catch (OperationCanceledException) when (cancel.IsCancellationRequested)
            {
                // サインオフ: pairing stays.
            }
            return (Refusal?)null;
        });
        return command;
    }
}
