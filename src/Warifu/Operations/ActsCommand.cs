using System.CommandLine;
using System.Text.Json;
using Warifu.Authority.Acts;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Operations;

/// <summary><c>warifu authority acts</c>: what operators did, the chain of its hashes checked.</summary>
internal static class ActsCommand
{
    public static Command Make()
    {
        var json = new Option<bool>("--json") { Description = "One JSON line for each act." };
        var options = new AuthorityOptions();
        var command = new Command("acts", "What operators did, from the first act on. The record is checked while it is read.") { json };
        options.AddTo(command, keys: false);
        command.SetAction(async (parsed, cancel) =>
        {
            foreach (var act in World.Value(await Act.ReadAllAsync(options.ConnectionOf(parsed), TimeProvider.System, cancel)))
                Console.WriteLine(parsed.GetValue(json)
                    ? JsonSerializer.Serialize(act, WireJson.Options)
                    : $"{act.Number,6}  {act.At:yyyy-MM-dd HH:mm:ss}Z  {act.Kind,-20}  {act.By}  {act.About}");
            return 0;
        });
        return command;
    }
}
