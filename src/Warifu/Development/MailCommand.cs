using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Development;

/// <summary><c>./dev mail</c>: what the banks of <c>./dev up</c> have sent.</summary>
internal static class MailCommand
{
    public static Command Make()
    {
        var to = new Option<string?>("--to") { Description = "Only to this address." };
        var json = new Option<bool>("--json") { Description = "All of them as one JSON line." };
        var folder = PlaceOptions.Folder(Checkout.UpFolder);
        var command = new Command("mail", """
            Reads the mail that the banks of ./dev up have sent, the latest last. Every mail stays on this machine, whatever its address.

              ./dev mail --to daiki@minato.example
            """)
        {
            to, json, folder,
        };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(folder)!, parsed.GetValue(to), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(string folder, string? to, bool json, CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync([SystemPackage.Mail], cancel);
        var mails = (await MailReceiver.ReadAsync(World.MailFolder(folder), cancel)).Where(mail => to is null || mail.To == to).ToList();
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(mails, WireJson.Options));
            return 0;
        }
        foreach (var mail in mails)
        {
            AnsiConsole.Write(new Rule(Markup.Escape(mail.Subject)).LeftJustified());
            AnsiConsole.MarkupLineInterpolated($"[grey]{mail.Date}  {mail.To}[/]");
            Console.WriteLine(mail.Text);
        }
        if (mails.Count == 0)
            Console.WriteLine(Told.Say("届いたメールはありません。", "No mail has come."));
        return 0;
    }
}
