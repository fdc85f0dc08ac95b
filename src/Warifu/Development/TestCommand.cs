using System.CommandLine;
using System.Globalization;
using System.Xml.Linq;
using Spectre.Console;
using Warifu.Worlds;

namespace Warifu.Development;

/// <summary><c>./dev test</c>: installs what tests need, runs everything, ends with <c>N passed, N failed</c>.</summary>
internal static class TestCommand
{
    private static readonly string[] Projects = ["Warifu.Tests", "Warifu.Journeys"];

    public static Command Make()
    {
        var longer = new Option<bool>("--long") { Description = "Also what takes longer than 20 s: soaks and kill loops." };
        var only = new Option<string?>("--only") { Description = "Tests whose full name has this in it, such as Statements or WhenACertificateIsRevoked." };
        var command = new Command("test", "Runs every test and ends with a line: N passed, N failed.") { longer, only };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(longer), parsed.GetValue(only), cancel));
        return command;
    }

    private static async Task<int> RunAsync(bool longer, string? only, CancellationToken cancel)
    {
        await SystemPackage.EnsureAsync(SystemPackage.ForTests, cancel);
        var results = Path.Combine(Checkout.Root, "artifacts", "tests");
        Directory.CreateDirectory(results);
        var (passed, failed, skipped) = (0, 0, 0);
        foreach (var project in Projects)
        {
            var trx = Path.Combine(results, $"{project}.trx");
            File.Delete(trx);
            List<string> words = ["-trx", trx, "-noLogo"];
            if (!longer)
                words.AddRange(["-trait-", "takes=long"]);
            if (only is not null)
                words.AddRange(["-method", $"*{only}*"]);
            var exit = await Run.ShownAsync(Path.Combine(Checkout.Root, "artifacts", "bin", project, "debug", project), words, cancel);
            if (!File.Exists(trx))
            {
                Told.Errors.WriteLine(Told.Say($"{project} は最後まで動きませんでした（終了コード {exit}）。", $"{project} did not run to its end (exit code {exit})."));
                failed++;
                continue;
            }
            var counters = XDocument.Load(trx).Descendants().Single(element => element.Name.LocalName == "Counters");
            passed += Count(counters, "passed");
            failed += Count(counters, "failed") + Count(counters, "error");
            skipped += Count(counters, "notExecuted");
        }
        Console.WriteLine(skipped > 0 ? $"{passed} passed, {failed} failed, {skipped} skipped" : $"{passed} passed, {failed} failed");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    private static int Count(XElement counters, string name) => int.Parse(counters.Attribute(name)?.Value ?? "0", CultureInfo.InvariantCulture);
}
