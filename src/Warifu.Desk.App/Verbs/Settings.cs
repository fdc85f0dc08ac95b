using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Connections;
using Warifu.Desk.Network;
using Warifu.Wire;

namespace Warifu.Desk.App.Verbs;

/// <summary>設定: which servers this PC trusts and where a bank under test stands.</summary>
internal static class Settings
{
    public static Command Make()
    {
        var serverCa = new Option<FileInfo?>("--server-ca") { Description = "CA certificate (PEM) of servers this PC is to trust." };
        var bank = new Option<string?>("--bank-address") { Description = "Another address for a bank than its recipe names: 9972=https://localhost:7422" };
        var command = new Command("settings", "Changes what this PC trusts and where it finds a bank.") { serverCa, bank };
        Person.Act(command, (person, parsed, _) =>
        {
            if (parsed.GetValue(serverCa) is { } pem)
                ServerTrust.Name(person.Home, pem.FullName);
            if (parsed.GetValue(bank)?.Split('=', 2) is [var code, var address])
                BankAddresses.Keep(person.Home, new BankCode(code), new Uri(address));
            person.Answer(new { Kept = true }, () => AnsiConsole.WriteLine(person.Say("設定を保存しました。", "Settings kept.")));
            return Task.FromResult<Refusal?>(null);
        });
        return command;
    }
}
