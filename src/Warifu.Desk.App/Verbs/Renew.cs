using System.CommandLine;
using Warifu.Desk.Certificates;

namespace Warifu.Desk.App.Verbs;

/// <summary>証明書更新 (seed 003, 更新; seed 004).</summary>
internal static class Renew
{
    public static Command Make()
    {
        var serial = HeldSerial.Argument();
        serial.Arity = ArgumentArity.ZeroOrOne;
        var due = new Option<bool>("--due") { Description = "What is due of the certificates that may be renewed without their user; for a timer." };
        var oneTime = new Option<string?>("--one-time-password") { Description = "Where the contract has one." };
        var (onto, lastTry) = (TokenPins.Onto(), TokenPins.LastTry());
        var command = new Command("renew", "Has the bank certify a new key in place of a certificate that ends soon. The login password is asked, or read from standard input.") { serial, oneTime, due, onto, lastTry };
        command.Validators.Add(words =>
        {
            if (words.GetValue(due) == words.GetValue(serial) is not null)
                words.AddError("Name a serial number, or say --due.");
        });
        Person.Act(command, async (person, parsed, cancel) =>
        {
            if (parsed.GetValue(due))
                return await RenewDue.RunAsync(person, cancel);
            if (HeldCertificate.Of(person.Home, parsed.GetValue(serial)!) is not { } old)
                return DeskRefusals.NoSuchCertificate;
            var vault = await person.OpenVaultAsync();
            if (vault.Refusal is { } closed)
                return closed;
            var password = person.AskSecret("ログインパスワード:", "Login password:");
            if (TokenPins.Opened(person, old.Place, parsed.GetValue(lastTry)) is { } shut)
                return shut;
            var place = TokenPins.Place(person, parsed.GetValue(onto), old.Place, parsed.GetValue(lastTry));
            if (place.Refusal is { } noPlace)
                return noPlace;
            var renewed = await new RenewCertificate(person.Home, vault.Value, place.Value).RunAsync(old, password, parsed.GetValue(oneTime), person.Japanese, step: null, cancel);
            if (renewed.Refusal is { } refusal)
                return refusal;
            Issue.Show(person, renewed.Value);
            return null;
        });
        return command;
    }
}
