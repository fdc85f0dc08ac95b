using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Connections;

namespace Warifu.Desk.App.Verbs;

/// <summary>初期ログイン設定 (seed 000): pairs this PC with an office.</summary>
internal static class Pair
{
    public static Command Make()
    {
        var hub = WebAddress.Option("--hub", "Address of the accounting service for programs.");
        var name = new Option<string>("--name") { Description = "How the office's list shows this PC.", DefaultValueFactory = _ => Environment.MachineName };
        var command = new Command("pair", "Pairs this PC with an office. The pairing key (認証キー) is asked, or read from standard input.") { hub, name };
        Person.Act(command, async (person, parsed, cancel) =>
        {
            var vault = await person.OpenVaultAsync();
            if (vault.Refusal is { } closed)
                return closed;
            var key = person.AskSecret("認証キー:", "Pairing key:").Trim();
            var paired = await Pairing.PairAsync(person.Home, vault.Value, parsed.GetValue(hub)!, key, parsed.GetValue(name)!, person.Japanese, TimeProvider.System, cancel);
            if (paired.Refusal is { } refusal)
                return refusal;
            person.Answer(new { paired.Value.AgentId, paired.Value.OfficeName }, () => AnsiConsole.WriteLine(
                person.Say($"連携しました: {paired.Value.OfficeName}", $"Paired with {paired.Value.OfficeName}.")));
            return null;
        });
        return command;
    }
}
