using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Certificates;
using Warifu.Wire;

namespace Warifu.Desk.App.Verbs;

/// <summary>Takes over a certificate that a browser acquired.</summary>
internal static class Import
{
    public static Command Make()
    {
        var file = new Argument<FileInfo>("file") { Description = "The certificate's file, .p12 or .pfx." };
        var bank = WebAddress.Option("--bank", "Address of the bank's public site.");
        var command = new Command("import", "Takes over a certificate with its key from a file. The file's password is asked, or read from standard input.") { file, bank };
        Person.Act(command, async (person, parsed, cancel) =>
        {
            var vault = await person.OpenVaultAsync();
            if (vault.Refusal is { } closed)
                return closed;
            var chosen = parsed.GetValue(file)!;
            if (!chosen.Exists || chosen.Length > ImportCertificate.MostOctets)
                return ImportRefusals.NotReadable;
            var password = person.AskSecret("ファイルのパスワード:", "Password of the file:");
            var imported = await new ImportCertificate(person.Home, vault.Value).RunAsync(
                await File.ReadAllBytesAsync(chosen.FullName, cancel), password, parsed.GetValue(bank)!, person.Japanese, cancel);
            if (imported.Refusal is { } refusal)
                return refusal;
            var held = imported.Value;
            person.Answer(new { held.Serial, held.LoginId, held.Certificate.NotAfter }, () => AnsiConsole.WriteLine(
                person.Say($"証明書 {held.Serial}（{held.LoginId}）を取り込みました。ファイルは削除してください。", $"Took over certificate {held.Serial} ({held.LoginId}). Delete the file now.")));
            return (Refusal?)null;
        });
        return command;
    }
}
