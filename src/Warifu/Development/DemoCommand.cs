using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using Warifu.Stories;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Development;

/// <summary><c>./dev demo</c>: the whole story in one go.</summary>
internal static class DemoCommand
{
    public static Command Make()
    {
        var json = new Option<bool>("--json") { Description = "Ends with one JSON line: serial, lines, linesAgain, proven, revokedRefused, seconds." };
        var lang = LanguageOption.Make();
        var command = new Command("demo", """
            Plays the whole story once: database, ceremony, bank and customer, certificate, sign-in, hub and pairing, fetching,
            the proven account, the revocation. It keeps its world under .warifu/demo; playing again takes up what is there.
            """)
        {
            json, lang,
        };
        var (folder, port) = (PlaceOptions.Folder(Checkout.DemoFolder), PlaceOptions.BasePort());
        command.Add(folder);
        command.Add(port);
        command.SetAction((parsed, cancel) =>
        {
            LanguageOption.Apply(parsed.GetValue(lang));
            return RunAsync(parsed.GetValue(folder)!, new Ports(parsed.GetValue(port)), parsed.GetValue(json), cancel);
        });
        return command;
    }

    private static async Task<int> RunAsync(string folder, Ports ports, bool json, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        await SystemPackage.EnsureAsync([SystemPackage.Database, SystemPackage.Mail], cancel);
        var result = await new Story(folder, ports, new Teller()).PlayAsync(cancel);
        var seconds = Math.Round(Stopwatch.GetElapsedTime(began).TotalSeconds, 2);
        if (json)
            Console.WriteLine(JsonSerializer.Serialize(
                new { result.Serial, result.Lines, result.LinesAgain, result.Proven, result.RevokedRefused, Seconds = seconds }, WireJson.Options));
        else
            Console.WriteLine(Told.Say($"{seconds} 秒で終わりました。", $"Done in {seconds} s."));
        return result is { LinesAgain: 0, Proven: true, RevokedRefused: true } ? 0 : Told.Fault;
    }
}
