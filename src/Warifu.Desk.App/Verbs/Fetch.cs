using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Connections;
using Warifu.Wire;

namespace Warifu.Desk.App.Verbs;

/// <summary>取得開始 (seed 000): fetches the statements of all links, or of one, now.</summary>
internal static class Fetch
{
    public static Command Make()
    {
        var only = new Option<Guid?>("--link") { Description = "Only this link." };
        var command = new Command("fetch", "Fetches the statements now and delivers them.") { only };
        Person.ActConnected(command, async (person, vault, hub, parsed, cancel) =>
        {
            var links = await hub.LinksAsync(cancel);
            if (links.Refusal is { } refusal)
                return refusal;
            Refusal? last = null;
            foreach (var link in links.Value.Where(link => parsed.GetValue(only) is not { } wanted || wanted == link.LinkId))
            {
                var fetched = await new FetchLink(person.Home, vault, hub, TimeProvider.System).RunAsync(link, person.Japanese, new Shown(person), step: null, cancel);
                if (fetched.Refusal is { } failed)
                    last = failed; // The other links are fetched all the same.
                else
                    person.Answer(new { link.LinkId, fetched.Value.Added, fetched.Value.Known, fetched.Value.Total, fetched.Value.Proven }, () => AnsiConsole.WriteLine(person.Say(
                        $"{link.Institution.Ja}: 新しい明細 {fetched.Value.Added} 件、残高 {(fetched.Value.Proven ? "一致" : "未確認")}",
                        $"{link.Institution.En}: {fetched.Value.Added} new lines, balance {(fetched.Value.Proven ? "proven" : "not proven")}")));
            }
            return last;
        });
        return command;
    }

    private sealed class Shown(Person person) : IProgress<FetchProgress>
    {
        public void Report(FetchProgress value)
        {
            if (!person.Json)
                Console.Error.WriteLine(value.Stage switch
                {
                    FetchStage.SigningIn => person.Say($"{value.Link.Institution.Ja} にログインしています…", $"Signing in to {value.Link.Institution.En}…"),
                    FetchStage.Reading => person.Say($"{value.Account} の明細を読んでいます…", $"Reading the statement of {value.Account}…"),
                    FetchStage.Delivering => person.Say($"{value.Lines} 件を届けています…", $"Delivering {value.Lines} lines…"),
                    _ => throw new ArgumentOutOfRangeException(nameof(value)),
                });
        }
    }
}
