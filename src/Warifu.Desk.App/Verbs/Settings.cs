using System.CommandLine;
using System.CommandLine.Parsing;
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
        var bank = new Option<BankAddress?>("--bank-address")
        {
            Description = "Another address for a bank than its recipe names: 9972=https://localhost:7422",
            CustomParser = Parse,
        };
        var command = new Command("settings", "Changes what this PC trusts and where it finds a bank.") { serverCa, bank };
        Person.Act(command, (person, parsed, _) =>
        {
            if (parsed.GetValue(serverCa) is { } pem)
                ServerTrust.Name(person.Home, pem.FullName);
            if (parsed.GetValue(bank) is { } named)
                BankAddresses.Keep(person.Home, named.Bank, named.Address);
            person.Answer(new { Kept = true }, () => AnsiConsole.WriteLine(person.Say("設定を保存しました。", "Settings kept.")));
            return Task.FromResult<Refusal?>(null);
        });
        return command;
    }

    private static BankAddress? Parse(ArgumentResult argument)
    {
        try
        {
            if (argument.Tokens.Single().Value.Split('=', 2) is [var code, var address] && new Uri(address) is { Scheme: "https" } site)
                return new BankAddress(new BankCode(code), site);
        }
        catch (FormatException)
        {
            // Told below.
        }
        argument.AddError("Write a bank code and an address: 9972=https://localhost:7422");
        return null;
    }

    private sealed record BankAddress(BankCode Bank, Uri Address);
}
