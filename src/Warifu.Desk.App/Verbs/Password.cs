using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Connections;

namespace Warifu.Desk.App.Verbs;

/// <summary>Entrusts a link's bank password to this PC; the accounting service never sees it.</summary>
internal static class Password
{
    public static Command Make()
    {
        var link = new Option<Guid>("--link") { Description = "As listed by: warifu-desk links", Required = true };
        var command = new Command("password", "Keeps a link's bank password on this PC. It is asked, or read from standard input.") { link };
        Person.Act(command, async (person, parsed, _) =>
        {
            var vault = await person.OpenVaultAsync();
            if (vault.Refusal is { } closed)
                return closed;
            LinkPassword.Keep(vault.Value, parsed.GetValue(link), person.AskSecret("ログインパスワード:", "Login password:"));
            person.Answer(new { Kept = true }, () => AnsiConsole.WriteLine(person.Say("この PC に保管しました。", "Kept on this PC.")));
            return (Wire.Refusal?)null;
        });
        return command;
    }
}
