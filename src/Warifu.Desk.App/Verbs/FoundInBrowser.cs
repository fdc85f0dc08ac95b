using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Certificates.Browsers;
using Warifu.Wire;
using Found = Warifu.Desk.Certificates.Browsers.FoundInBrowser;

namespace Warifu.Desk.App.Verbs;

/// <summary>Certificates that browsers of this user hold and this program does not.</summary>
internal static class FoundInBrowser
{
    public static Command List(string passwordVariable)
    {
        var command = new Command("found", "Lists the certificates with their keys that browsers of this user hold and this program does not.");
        Person.Act(command, async (person, _, cancel) =>
        {
            var found = await FindAsync(person, passwordVariable, cancel);
            if (found.Refusal is { } refusal)
                return refusal;
            person.Answer(found.Value.Select(one => new { one.Serial, one.Database.Browser, one.Certificate.Subject?.CommonName, one.Certificate.NotAfter }).ToArray(), () =>
            {
                foreach (var one in found.Value)
                    AnsiConsole.WriteLine($"{one.Serial}  {one.Database.Browser}  {one.Certificate.Subject?.CommonName}");
            });
            return null;
        });
        return command;
    }

    public static Command Take(string passwordVariable)
    {
        var serial = new Argument<string>("serial") { Description = "As listed by: warifu-desk browser found" };
        var bank = WebAddress.Option("--bank", "Address of the bank's public site.");
        var command = new Command("take", "Takes such a certificate over, with its key, so that this program renews it.") { serial, bank };
        Person.Act(command, async (person, parsed, cancel) =>
        {
            var vault = await person.OpenVaultAsync();
            if (vault.Refusal is { } closed)
                return closed;
            var found = await FindAsync(person, passwordVariable, cancel);
            if (found.Refusal is { } refusal)
                return refusal;
            if (found.Value.FirstOrDefault(one => one.Serial == parsed.GetValue(serial)) is not { } chosen)
                return DeskRefusals.NoSuchCertificate;
            var taken = await chosen.TakeAsync(person.Home, vault.Value, Password(passwordVariable), parsed.GetValue(bank)!, person.Japanese, cancel);
            if (taken.Refusal is { } notTaken)
                return notTaken;
            person.Answer(new { taken.Value.Serial, taken.Value.LoginId, taken.Value.Certificate.NotAfter }, () => AnsiConsole.WriteLine(
                person.Say($"証明書 {taken.Value.Serial}（{taken.Value.LoginId}）を取り込みました。", $"Took over certificate {taken.Value.Serial} ({taken.Value.LoginId}).")));
            return (Refusal?)null;
        });
        return command;
    }

    private static string Password(string variable) => Environment.GetEnvironmentVariable(variable) ?? "";

    private static async Task<Outcome<IReadOnlyList<Found>>> FindAsync(Person person, string passwordVariable, CancellationToken cancel)
    {
        var all = new List<Found>();
        foreach (var database in BrowserDatabase.OfThisUser)
        {
            var found = await Found.InAsync(person.Home, database, Password(passwordVariable), TimeProvider.System.GetUtcNow(), cancel);
            if (found.Refusal is { } refusal)
                return refusal;
            all.AddRange(found.Value);
        }
        return Outcome.Of<IReadOnlyList<Found>>(all);
    }
}
