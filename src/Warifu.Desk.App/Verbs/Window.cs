using System.CommandLine;
using Spectre.Console;
using Warifu.Desk.Shell;
using Warifu.Wire;

namespace Warifu.Desk.App.Verbs;

/// <summary>The program with its window; also what a <c>warifu:</c> address of a bank's page starts.</summary>
internal static class Window
{
    public static Command Make()
    {
        var address = new Argument<string?>("address") { Description = "A warifu: address, as a bank's page gives it.", Arity = ArgumentArity.ZeroOrOne };
        var hidden = new Option<bool>("--hidden") { Description = "Waits in the tray." };
        var command = new Command("window", "Opens the window. A second start brings the first to the front.") { address, hidden };
        Person.Act(command, (person, parsed, cancel) => RunAsync(person, parsed.GetValue(address), parsed.GetValue(hidden), cancel));
        return command;
    }

    public static Task<Refusal?> RunAsync(Person person, string? address, bool hidden, CancellationToken cancel) =>
        new DeskProgram(person.Home, person.Desktop, TimeProvider.System, Log).RunAsync(address, hidden, person.Japanese, cancel);

    // To standard error, which a desktop keeps in its journal.
    private static void Log(ILoggingBuilder logging) => logging.AddSimpleConsole(console => console.SingleLine = true)
        .AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
}

/// <summary>A one-time address of the window's pages, for a browser of the user's choice.</summary>
internal static class Admit
{
    public static Command Make()
    {
        var command = new Command("admit", "Prints a one-time address of the running program's pages, for another browser on this PC. It is valid for two minutes.");
        Person.Act(command, async (person, _, cancel) =>
        {
            var admitted = await DeskProgram.AdmitAsync(person.Home, address: null, cancel);
            if (admitted.Refusal is { } refusal)
                return refusal;
            person.Answer(new { Address = admitted.Value }, () => AnsiConsole.WriteLine(admitted.Value.AbsoluteUri));
            return null;
        });
        return command;
    }
}
