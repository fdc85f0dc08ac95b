using System.CommandLine;
using Spectre.Console;

namespace Warifu.Desk.App.Verbs;

/// <summary>連携中の金融機関 (seed 000): the links this PC may fetch.</summary>
internal static class Links
{
    public static Command Make()
    {
        var command = new Command("links", "Lists the links of the office this PC is paired with.");
        Person.ActConnected(command, async (person, _, hub, _, cancel) =>
        {
            var links = await hub.LinksAsync(cancel);
            if (links.Refusal is { } refusal)
                return refusal;
            person.Answer(links.Value, () =>
            {
                var table = new Table().RoundedBorder().AddColumns("ID", person.Say("金融機関", "Institution"), person.Say("利用者ID", "User ID"), person.Say("取得状況", "State"));
                foreach (var link in links.Value)
                    table.AddRow($"{link.LinkId}", Markup.Escape(link.Institution.In(person.Japanese)), Markup.Escape(link.UserId), $"{link.State}");
                AnsiConsole.Write(table);
            });
            return null;
        });
        return command;
    }
}
