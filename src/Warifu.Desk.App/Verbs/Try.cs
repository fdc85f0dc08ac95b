using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Certificates;
using Warifu.Wire;

namespace Warifu.Desk.App.Verbs;

/// <summary>ログインテスト: what the bank says of a certificate.</summary>
internal static class Try
{
    public static Command Make()
    {
        var serial = HeldSerial.Argument();
        var command = new Command("try", "Shows a certificate to its bank and tells whether it may sign in. No password is used, nobody is signed in.") { serial };
        Person.Act(command, async (person, parsed, cancel) =>
        {
            if (HeldCertificate.Of(person.Home, parsed.GetValue(serial)!) is not { } held)
                return DeskRefusals.NoSuchCertificate;
            var vault = await person.OpenVaultAsync();
            if (vault.Refusal is { } closed)
                return closed;
            if (TokenPins.Opened(person, held.Place, lastTryToo: false) is { } shut)
                return shut;
            var outcome = await new TryCertificate(person.Home, TimeProvider.System).RunAsync(held, vault.Value, person.Japanese, cancel);
            if (outcome.Refusal is { } refusal)
                return refusal;
            var tried = outcome.Value.Tried!;
            person.Answer(new { held.Serial, MaySignIn = tried.Code is null, tried.Code, tried.What }, () => AnsiConsole.WriteLine(
                tried.Code is null ? person.Say("銀行はこの証明書を受け付けました。ログインできます。", "The bank accepts this certificate. It can sign in.") : $"{tried.What} ({tried.Code})"));
            return (Refusal?)null;
        });
        return command;
    }
}
