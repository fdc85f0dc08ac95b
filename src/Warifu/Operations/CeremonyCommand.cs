using System.CommandLine;
using Spectre.Console;
using Warifu.Authority.Ceremony;
using Warifu.Development;
using Warifu.Wire;
using Warifu.Worlds;

namespace Warifu.Operations;

/// <summary>
/// <c>warifu authority ceremony FILE</c> and <c>warifu authority root-list</c>: shows what will be made, asks, makes it. The
/// first ceremony and later ones are told apart by their descriptions.
/// </summary>
internal static class CeremonyCommand
{
    public static Command Make()
    {
        var file = new Argument<string>("FILE") { Description = "The reviewed description, such as samples/ceremony.yaml." };
        var ceremony = new CeremonyOptions();
        var command = new Command("ceremony", "Makes the authorities of a reviewed description, once. An interrupted ceremony goes on.") { file };
        ceremony.AddTo(command);
        command.SetAction(async (parsed, cancel) =>
        {
            var path = parsed.GetValue(file)!;
            if (!File.Exists(path))
                throw new RefusedException(OperationRefusals.FileMissing with { Detail = new(path, path) });
            var plan = World.Value(KeyCeremony.Review(await File.ReadAllTextAsync(path, cancel)));
            return await HoldAsync(ceremony, parsed, _ => plan, cancel);
        });
        return command;
    }

    /// <summary>The yearly act that needs no description: a ceremony that makes nothing but the root's next list.</summary>
    public static Command MakeRootList()
    {
        var root = new Option<string?>("--root") { Description = "Id of the root; otherwise that of the last ceremony." };
        var revoke = new Option<string[]>("--revoke")
        {
            Description = $"ID=REASON: revokes an issuing authority or cross-certificate for good. Reasons: {RevocationWords.OfAuthorities}.",
        };
        var ceremony = new CeremonyOptions();
        var command = new Command("root-list", "Signs the root's next CRL, and revokes issuing authorities by it.") { root, revoke };
        ceremony.AddTo(command);
        command.SetAction((parsed, cancel) => HoldAsync(ceremony, parsed, held => World.Value(held.ReviewList(
            parsed.GetValue(root), [.. (parsed.GetValue(revoke) ?? []).Select(words => Pair(words))])), cancel));
        return command;
    }

    private static async Task<int> HoldAsync(CeremonyOptions options, ParseResult parsed, Func<KeyCeremony, CeremonyPlan> review, CancellationToken cancel)
    {
        var ceremony = new KeyCeremony(options.Authority.SettingsOf(parsed)) { HeldBy = options.HeldBy(parsed) };
        var plan = review(ceremony);
        foreach (var line in plan.Lines)
            Console.WriteLine(line.In(Told.Japanese));
        if (!options.IsApproved(parsed) && !AnsiConsole.Confirm(Told.Say("このとおりに作りますか。", "Make exactly this?"), defaultValue: false))
            return Told.TryAgain;
        foreach (var made in World.Value(await ceremony.HoldAsync(plan, cancel)))
            Console.WriteLine($"{made.Plan.Id} SHA-256 {made.Sha256}");
        Console.WriteLine(Told.Say("儀式を終えました。", "The ceremony is held."));
        return 0;
    }

    private static (string Authority, string Reason) Pair(string words) =>
        words.Split('=', 2) is [var authority, var reason] ? (authority, reason) : (words, "");

    /// <summary>What holding any ceremony needs to be told.</summary>
    private sealed class CeremonyOptions
    {
        private readonly Option<bool> yes = new("--yes") { Description = "Does not ask." };

        private readonly Option<string[]> heldBy = new("--held-by")
        {
            Description = "Who holds it, for the transcript; once for each person.",
            Required = true,
        };

        public AuthorityOptions Authority { get; } = new();

        public void AddTo(Command command)
        {
            command.Add(yes);
            command.Add(heldBy);
            Authority.AddTo(command, keys: true);
        }

        public bool IsApproved(ParseResult parsed) => parsed.GetValue(yes);

        public string[] HeldBy(ParseResult parsed) => parsed.GetValue(heldBy)!;
    }
}
