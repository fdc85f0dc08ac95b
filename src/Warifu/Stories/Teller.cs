using System.Diagnostics;
using Spectre.Console;
using Warifu.Development;

namespace Warifu.Stories;

/// <summary>Tells a story on the terminal: one line a step, with what came of it and how long it took.</summary>
internal sealed class Teller
{
    /// <summary>Plays one step; a spinner turns while it lasts.</summary>
    /// <param name="act">Gives the words for what came of it.</param>
    public async Task StepAsync(int number, string title, Func<Task<string>> act)
    {
        var began = Stopwatch.GetTimestamp();
        var outcome = AnsiConsole.Profile.Capabilities.Interactive
            ? await AnsiConsole.Status().StartAsync($"{number} {Markup.Escape(title)}", _ => act())
            : await act();
        AnsiConsole.MarkupLineInterpolated($"[green]✓[/] [bold]{number}[/] {title} [grey]— {outcome} ({Stopwatch.GetElapsedTime(began).TotalSeconds:0.00} s)[/]");
    }

    public void Show(Table table) => AnsiConsole.Write(table.RoundedBorder());

    public string Say(string japanese, string english) => Told.Say(japanese, english);
}
