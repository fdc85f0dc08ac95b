using System.CommandLine;
using Spectre.Console;
using Warifu.Authority.Ceremony;
using Warifu.Development;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Operations;

/// <summary><c>warifu authority ceremony FILE</c>: shows what will be made, asks, makes it.</summary>
internal static class CeremonyCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("FILE") { Description = "The reviewed description, such as samples/ceremony.yaml." };
        var yes = new Option<bool>("--yes") { Description = "Does not ask." };
        var options = new AuthorityOptions();
        var command = new Command("ceremony", "Makes the authorities of a reviewed description, once. An interrupted ceremony goes on.") { file, yes };
        options.AddTo(command, keys: true);
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(file)!, parsed.GetValue(yes), () => options.SettingsOf(parsed), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string file, bool yes, Func<Authority.AuthoritySettings> settings, CancellationToken cancel)
    {
        if (!File.Exists(file))
            throw new RefusedException(OperationRefusals.FileMissing with { Detail = new(file, file) });
        var plan = World.Value(KeyCeremony.Review(await File.ReadAllTextAsync(file, cancel)));
        foreach (var line in plan.Lines)
            Console.WriteLine(line.In(Told.Japanese));
        if (!yes && !AnsiConsole.Confirm(Told.Say("このとおりに作りますか。", "Make exactly this?"), defaultValue: false))
            return Told.TryAgain;
        foreach (var made in World.Value(await new KeyCeremony(settings()).HoldAsync(plan, cancel)))
            Console.WriteLine($"{made.Plan.Id} SHA-256 {made.Sha256}");
        return 0;
    }
}
