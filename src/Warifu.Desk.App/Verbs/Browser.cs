using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Certificates;
using Warifu.Desk.Certificates.Browsers;
using Warifu.Wire;

namespace Warifu.Desk.App.Verbs;

/// <summary>Certificates in the browsers of this user.</summary>
internal static class Browser
{
    private const string PasswordVariable = "WARIFU_BROWSER_PASSWORD";

    public static Command Make() => new("browser", $"Puts a certificate where browsers find it. A primary password of the browser is read from {PasswordVariable}.")
    {
        Verb("list", "Tells which browsers hold it.", (_, _, _, _, _) => Task.FromResult<Refusal?>(null)),
        Verb("put", "Puts it, with its key, into the browsers of this user.",
            (browsers, database, held, password, cancel) => browsers.PutAsync(database, held, password, cancel)),
        FoundInBrowser.List(PasswordVariable),
        FoundInBrowser.Take(PasswordVariable),
        Verb("remove", "Takes it out of them.", (browsers, database, held, password, cancel) => browsers.RemoveAsync(database, held, password, cancel)),
    };

    private static Command Verb(string name, string meaning, Func<BrowserCertificates, BrowserDatabase, HeldCertificate, string, CancellationToken, Task<Refusal?>> act)
    {
        var serial = HeldSerial.Argument();
        var only = new Option<string?>("--in") { Description = "Only browsers whose name has this in it, such as firefox." };
        var command = new Command(name, meaning) { serial, only };
        Person.Act(command, async (person, parsed, cancel) =>
        {
            if (HeldCertificate.Of(person.Home, parsed.GetValue(serial)!) is not { } held)
                return DeskRefusals.NoSuchCertificate;
            var vault = await person.OpenVaultAsync();
            if (vault.Refusal is { } closed)
                return closed;
            var browsers = new BrowserCertificates(person.Home, vault.Value);
            var password = Environment.GetEnvironmentVariable(PasswordVariable) ?? "";
            var found = BrowserDatabase.OfThisUser
                .Where(database => database.Browser.Contains(parsed.GetValue(only) ?? "", StringComparison.OrdinalIgnoreCase)).ToList();
            if (found.Count == 0)
                return BrowserRefusals.NoSuchDatabase;
            var told = new List<(BrowserDatabase Database, bool HasIt)>();
            foreach (var database in found)
            {
                if (await act(browsers, database, held, password, cancel) is { } refusal)
                    return refusal;
                var has = await browsers.HasAsync(database, held, password, cancel);
                if (has.Refusal is { } unread)
                    return unread;
                told.Add((database, has.Value));
            }
            person.Answer(told.Select(one => new { one.Database.Browser, one.Database.Folder, one.HasIt }), () =>
            {
                foreach (var (database, hasIt) in told)
                    AnsiConsole.WriteLine($"{database.Browser}: {(hasIt ? person.Say("入っています", "holds it") : person.Say("入っていません", "does not hold it"))}");
            });
            return (Refusal?)null;
        });
        return command;
    }
}
