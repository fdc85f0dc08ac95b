using System.CommandLine;
using Spectre.Console;
using Warifu.Postgres.Cluster;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Development;

/// <summary><c>./dev reset</c>: throws away everything that <c>./dev up</c> and <c>./dev demo</c> keep.</summary>
internal static class ResetCommand
{
    public static Command Make()
    {
        var command = new Command("reset", "Throws away the database, keys and certificates of ./dev up and ./dev demo (all under .warifu/).");
        command.SetAction((_, cancel) => RunAsync(cancel));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancel)
    {
        foreach (var folder in (string[])[Checkout.UpFolder, Checkout.DemoFolder])
        {
            try
            {
                await PrivateCluster.RemoveAsync(folder, TimeProvider.System, cancel);
            }
            catch (RefusedException running) when (running.Refusal.Code == ClusterRefusals.InUse.Code)
            {
                throw new RefusedException(DevelopmentRefusals.StillRunning, running);
            }
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        AnsiConsole.WriteLine(Told.Say(".warifu/ を空にしました。", ".warifu/ is empty again."));
        return 0;
    }
}
