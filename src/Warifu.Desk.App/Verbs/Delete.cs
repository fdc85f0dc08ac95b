using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Certificates;
using Warifu.Wire;

namespace Warifu.Desk.App.Verbs;

/// <summary>Deletes a certificate with its key from this PC (seed 001, 2.11).</summary>
internal static class Delete
{
    public static Command Make()
    {
        var serial = HeldSerial.Argument();
        var sure = new Option<bool>("--yes") { Description = "Does not ask again." };
        var listOnly = new Option<bool>("--list-only") { Description = "Takes it off this PC's list; a key in a USB token stays in the token." };
        var command = new Command("delete", "Deletes a certificate and its key from this PC for good. It does not revoke it at the bank.") { serial, sure, listOnly };
        Person.Act(command, async (person, parsed, _) =>
        {
            if (HeldCertificate.Of(person.Home, parsed.GetValue(serial)!) is not { } held)
                return DeskRefusals.NoSuchCertificate;
            if (!parsed.GetValue(sure) && !person.IsSure(
                $"{held.LoginId} の証明書と鍵が、この PC から消えます。元には戻せません。削除しますか。",
                $"The certificate of {held.LoginId} and its key go from this PC for good. Delete them?"))
                return DeskRefusals.NotConfirmed;
            var vault = await person.OpenVaultAsync();
            if (vault.Refusal is { } closed)
                return closed;
            if (parsed.GetValue(listOnly))
                held.Forget(person.Home);
            else if (TokenPins.Opened(person, held.Place, lastTryToo: false) is { } shut)
                return shut;
            else if (held.Remove(person.Home, vault.Value) is { } notRemoved)
                return notRemoved;
            person.Answer(new { held.Serial, Deleted = true }, () => AnsiConsole.WriteLine(person.Say("削除しました。", "Deleted.")));
            return (Refusal?)null;
        });
        return command;
    }
}
