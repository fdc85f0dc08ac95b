using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using Warifu.Desk.Connections;
using Warifu.Desk.Keys;
using Warifu.Desk.Shell;
using Warifu.Wire;

namespace Warifu.Desk.App;

/// <summary>The person at this PC: his folder, his language, how he is asked and told. Exit codes: 0 done, 1 refused, 2 wrong words.</summary>
internal sealed class Person
{
    private static readonly Option<string> Folder = new("--home") { Description = "Folder of this PC's keys and certificates.", DefaultValueFactory = _ => DeskFolder.Usual, Recursive = true };
    private static readonly Option<bool> AsJson = new("--json") { Description = "Answers as JSON, for other programs.", Recursive = true };
    private static readonly Option<string?> Language = new("--lang") { Description = "ja or en; otherwise as the system speaks.", Recursive = true };
    private static readonly Option<FileInfo?> PassphraseFile = new("--passphrase-file") { Description = "File that holds the passphrase of this PC's keys; otherwise WARIFU_DESK_PASSPHRASE, or it is asked.", Recursive = true };

    private readonly FileInfo? passphraseFile;

    private Person(ParseResult parsed)
    {
        Home = new DeskFolder(parsed.GetValue(Folder)!);
        Json = parsed.GetValue(AsJson);
        passphraseFile = parsed.GetValue(PassphraseFile);
        Japanese = IsJapanese(parsed);
    }

    public DeskFolder Home { get; }

    public bool Json { get; }

    public bool Japanese { get; }

    public static void AddOptions(RootCommand root)
    {
        foreach (var option in (Option[])[Folder, AsJson, Language, PassphraseFile])
            root.Options.Add(option);
    }

    /// <summary>Makes a verb; what it refuses is told and becomes exit code 1.</summary>
    public static void Act(Command command, Func<Person, ParseResult, CancellationToken, Task<Refusal?>> act) =>
        command.SetAction(async (parsed, cancel) =>
        {
            try
            {
                var person = new Person(parsed);
                return await act(person, parsed, cancel) is { } refusal ? Tell(parsed, refusal) : 0;
            }
            catch (RefusedException refused)
            {
                return Tell(parsed, refused.Refusal);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                return Tell(parsed, DeskFolder.Explain(failed));
            }
        });

    /// <summary>Makes a verb that needs the connection to the hub.</summary>
    public static void ActConnected(Command command, Func<Person, Vault, HubConnection, ParseResult, CancellationToken, Task<Refusal?>> act) =>
        Act(command, async (person, parsed, cancel) =>
        {
            var vault = await person.OpenVaultAsync();
            if (vault.Refusal is { } closed)
                return closed;
            var opened = HubConnection.Open(person.Home, vault.Value, person.Japanese);
            if (opened.Refusal is { } notPaired)
                return notPaired;
            using var hub = opened.Value;
            return await act(person, vault.Value, hub, parsed, cancel);
        });

    public string Say(string japanese, string english) => Japanese ? japanese : english;

    /// <summary>As the user chose at the first start of the window; headless from the start: with a passphrase.</summary>
    public async Task<Outcome<Vault>> OpenVaultAsync() =>
        new KeyKeeping(Home) is { Chosen: OpenedBy.Keyring } keeping ? await keeping.OpenByKeyringAsync() : Vault.Open(Home, Passphrase());

    /// <summary>This program as the desktop is to start it, with its folder where that is not the usual one.</summary>
    public Desktop Desktop => new(Environment.ProcessPath!, Home.Path == Path.GetFullPath(DeskFolder.Usual) ? [] : ["--home", Home.Path]);

    /// <summary>Asks before what cannot be undone; a program says so beforehand with --yes.</summary>
    public bool IsSure(string japanese, string english) => !Json && !Console.IsInputRedirected && AnsiConsole.Confirm(Say(japanese, english), defaultValue: false);

    /// <summary>Asks without showing; from a pipe it reads one line.</summary>
    public string AskSecret(string japanese, string english)
    {
        if (Console.IsInputRedirected)
            return Console.ReadLine() ?? "";
        return AnsiConsole.Prompt(new TextPrompt<string>(Say(japanese, english)).Secret());
    }

    /// <summary>One answer in both forms: an object for programs, words for people.</summary>
    public void Answer(object forPrograms, Action forPeople)
    {
        if (Json)
            Console.WriteLine(JsonSerializer.Serialize(forPrograms, WireJson.Options));
        else
            forPeople();
    }

    private static bool IsJapanese(ParseResult parsed) =>
        (parsed.GetValue(Language) ?? Environment.GetEnvironmentVariable("LC_ALL") ?? Environment.GetEnvironmentVariable("LANG"))
            ?.StartsWith("ja", StringComparison.OrdinalIgnoreCase) == true;

    // Even where there is no folder yet.
    private static int Tell(ParseResult parsed, Refusal refusal)
    {
        var japanese = IsJapanese(parsed);
        if (parsed.GetValue(AsJson))
            Console.WriteLine(JsonSerializer.Serialize(new { refusal.Code, What = refusal.What.In(japanese), WayOut = refusal.WayOut.In(japanese) }, WireJson.Options));
        Console.Error.WriteLine(refusal.What.In(japanese));
        if (refusal.Detail is { } detail)
            Console.Error.WriteLine(detail.In(japanese));
        Console.Error.WriteLine(refusal.WayOut.In(japanese));
        Console.Error.WriteLine($"({refusal.Code})");
        return 1;
    }

    private string Passphrase() =>
        passphraseFile is not null ? File.ReadAllText(passphraseFile.FullName).TrimEnd('\r', '\n')
        : Environment.GetEnvironmentVariable("WARIFU_DESK_PASSPHRASE") is { Length: > 0 } given ? given
        : AskSecret("この PC の鍵のパスフレーズ:", "Passphrase of this PC's keys:");
}
