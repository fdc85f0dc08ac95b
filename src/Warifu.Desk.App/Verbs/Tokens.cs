using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Keys.Tokens;
using Warifu.Wire;

namespace Warifu.Desk.App.Verbs;

/// <summary>USB tokens: which are in, and by which libraries this PC reaches them.</summary>
internal static class Tokens
{
    public static Command Make()
    {
        var path = new Argument<FileInfo>("library") { Description = "The PKCS#11 library that came with the token." };
        var add = new Command("add", "Names a PKCS#11 library. It is code, and runs as you: name only what came with your token.") { path };
        Person.Act(add, (person, parsed, _) =>
        {
            var refusal = TokenLibraries.Add(person.Home, parsed.GetValue(path)!.FullName);
            if (refusal is null)
                Show(person);
            return Task.FromResult(refusal);
        });
        var forget = new Command("forget", "Forgets a library that was named.") { path };
        Person.Act(forget, (person, parsed, _) =>
        {
            TokenLibraries.Forget(person.Home, parsed.GetValue(path)!.FullName);
            Show(person);
            return Task.FromResult<Refusal?>(null);
        });
        var command = new Command("tokens", "Lists the USB tokens that are in.") { add, forget };
        Person.Act(command, (person, _, _) =>
        {
            Show(person);
            return Task.FromResult<Refusal?>(null);
        });
        return command;
    }

    private static void Show(Person person)
    {
        var all = OwnToken.All(person.Home);
        person.Answer(all, () =>
        {
            if (all.Count == 0)
                AnsiConsole.WriteLine(person.Say("USBトークンは差し込まれていません。", "No USB token is in."));
            foreach (var token in all)
                AnsiConsole.WriteLine($"{token.Name.Label} ({token.Name.Serial}) {token.Maker} {token.Model}{(token.PinLocked ? person.Say(" ロックされています", " is locked") : "")}");
        });
    }
}
