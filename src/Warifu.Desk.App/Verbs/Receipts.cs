using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Certificates.Unattended;
using Warifu.Wire;

namespace Warifu.Desk.App.Verbs;

/// <summary>控え: what the program renewed by itself.</summary>
internal static class Receipts
{
    public static Command Make()
    {
        var serial = new Argument<string?>("serial") { Description = "Of the new certificate; its receipt is written to a file.", Arity = ArgumentArity.ZeroOrOne };
        var file = new Option<FileInfo?>("--out") { Description = "File to write; otherwise LOGINID-SERIAL.p7m in the current folder." };
        var command = new Command("receipts", "Lists what this program renewed by itself, or writes one receipt to a file. openssl cms -verify reads it.") { serial, file };
        Person.Act(command, async (person, parsed, cancel) =>
        {
            var all = RenewalReceipt.All(person.Home);
            if (parsed.GetValue(serial) is not { } wanted)
            {
                person.Answer(all, () => AnsiConsole.Write(TableOf(person, all)));
                return null;
            }
            if (all.FirstOrDefault(receipt => receipt.NewSerial.Hex == wanted) is not { } chosen)
                return UnattendedRefusals.NoReceipt;
            var path = parsed.GetValue(file)?.FullName ?? Path.GetFullPath($"{chosen.LoginId}-{chosen.NewSerial}.p7m");
            await File.WriteAllBytesAsync(path, RenewalReceipt.FileOf(person.Home, chosen.NewSerial)!, cancel);
            person.Answer(new { chosen.NewSerial, File = path }, () => AnsiConsole.WriteLine(path));
            return (Refusal?)null;
        });
        return command;
    }

    private static Table TableOf(Person person, IReadOnlyList<RenewalReceipt> all)
    {
        var table = new Table().RoundedBorder().AddColumns(person.Say("更新した日", "Renewed on"), person.Say("金融機関", "Bank"), person.Say("ログインID", "Login ID"),
            person.Say("前の証明書", "Certificate before"), person.Say("新しい証明書", "New certificate"));
        foreach (var receipt in all)
            table.AddRow($"{receipt.AnsweredAt:yyyy-MM-dd}", Markup.Escape(receipt.BankName.In(person.Japanese)), Markup.Escape(receipt.LoginId), receipt.OldSerial.Hex, receipt.NewSerial.Hex);
        return table;
    }
}
