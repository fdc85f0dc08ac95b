using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Warifu.Development;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Operations;

/// <summary><c>warifu bank client</c>: services outside the bank that its customers may link.</summary>
internal static class ClientCommand
{
    public static Command Make() => new("client", """
        Services outside the bank that its customers may link.

          warifu bank client register samples/clients/kakeibo.yaml
          warifu bank client list
          warifu bank client stop kakeibo
        """)
    {
        Register(),
        List(),
        Stop(),
    };

    private static Command Register()
    {
        var file = new Argument<string>("FILE") { Description = "The registration, YAML." };
        var options = new BankOptions();
        var command = new Command("register", "Registers a service, or what changed of it; a stopped one stands again.") { file };
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (operations, bank) = options.Open(parsed);
            await using var _ = operations;
            var id = World.Value(await operations.RegisterClientAsync(bank.Code, await File.ReadAllTextAsync(parsed.GetValue(file)!, cancel), cancel));
            Console.WriteLine(Told.Say($"{id} を登録しました。", $"{id} is registered."));
            return 0;
        });
        return command;
    }

    private static Command List()
    {
        var json = new Option<bool>("--json") { Description = "For programs." };
        var options = new BankOptions();
        var command = new Command("list", "The services that are registered.") { json };
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (operations, bank) = options.Open(parsed);
            await using var _ = operations;
            var clients = await operations.ClientsAsync(bank.Code, cancel);
            if (parsed.GetValue(json))
            {
                Console.WriteLine(JsonSerializer.Serialize(clients, WireJson.Options));
                return 0;
            }
            var table = new Table().AddColumns("client_id", Told.Say("サービス", "Service"), Told.Say("認証", "Authentication"), Told.Say("状態", "State"));
            foreach (var client in clients)
                table.AddRow(Markup.Escape(client.ClientId), Markup.Escape(Told.Say(client.Name.Ja, client.Name.En)), client.Authentication, client.Stands ? Told.Say("有効", "active") : Told.Say("停止", "stopped"));
            AnsiConsole.Write(table);
            return 0;
        });
        return command;
    }

    private static Command Stop()
    {
        var id = new Argument<string>("CLIENT_ID") { Description = "Of the service." };
        var options = new BankOptions();
        var command = new Command("stop", "Refuses everything of a service from now on. Its links go on when it is registered again.") { id };
        options.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var (operations, bank) = options.Open(parsed);
            await using var _ = operations;
            var client = parsed.GetValue(id)!;
            if (!await operations.StopClientAsync(bank.Code, client, cancel))
                throw new RefusedException(OperationRefusals.ClientUnknown with { Detail = new(client, client) });
            Console.WriteLine(Told.Say($"{client} を停止しました。", $"{client} is stopped."));
            return 0;
        });
        return command;
    }
}
