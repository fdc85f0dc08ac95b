using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Certificates;
using Warifu.Wire;

namespace Warifu.Desk.App.Verbs;

/// <summary>証明書をファイルに保存: the certificate, never its key.</summary>
internal static class Export
{
    public static Command Make()
    {
        var serial = HeldSerial.Argument();
        var form = new Option<string>("--form") { Description = "pem (with its chain) or der.", DefaultValueFactory = _ => "pem" };
        form.AcceptOnlyFromAmong("pem", "der");
        var file = new Option<FileInfo?>("--out") { Description = "File to write; otherwise LOGINID-SERIAL in the current folder." };
        var command = new Command("export", "Writes a certificate to a file. The key is not in it.") { serial, form, file };
        Person.Act(command, async (person, parsed, cancel) =>
        {
            if (HeldCertificate.Of(person.Home, parsed.GetValue(serial)!) is not { } held)
                return DeskRefusals.NoSuchCertificate;
            var (content, extension, _) = CertificateFile.Of(held, parsed.GetValue(form));
            var path = parsed.GetValue(file)?.FullName ?? Path.GetFullPath($"{held.LoginId}-{held.Serial}.{extension}");
            await File.WriteAllBytesAsync(path, content, cancel);
            person.Answer(new { held.Serial, File = path }, () => AnsiConsole.WriteLine(path));
            return (Refusal?)null;
        });
        return command;
    }
}

/// <summary>Which certificate a verb is about.</summary>
internal static class HeldSerial
{
    public static Argument<string> Argument() => new("serial") { Description = "Serial number, as listed by: warifu-desk certificates" };
}
