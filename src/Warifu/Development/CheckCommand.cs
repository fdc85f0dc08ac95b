using System.CommandLine;
using System.Text.RegularExpressions;
using Spectre.Console;
using Warifu.Worlds;

namespace Warifu.Development;

/// <summary>
/// <c>./dev check</c>: the build before it has run the analyzers (warnings are errors) against locked packages; here follow
/// format and dead links.
/// </summary>
internal static partial class CheckCommand
{
    public static Command Make()
    {
        var command = new Command("check", "Format, analyzers, lock files, dead links in docs.");
        command.SetAction((_, cancel) => RunAsync(cancel));
        return command;
    }

    private static async Task<int> RunAsync(CancellationToken cancel)
    {
        var wrong = new List<string>();
        var format = await Run.ToEndAsync("dotnet", ["format", "whitespace", Checkout.Root, "--folder", "--verify-no-changes", "--exclude", "artifacts"], cancel);
        if (format.ExitCode != 0)
            wrong.AddRange(format.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        wrong.AddRange(DeadLinks(Checkout.Root));
        foreach (var line in wrong)
            Told.Errors.WriteLine(line);
        AnsiConsole.WriteLine(wrong.Count == 0 ? Told.Say("すべて整っています。", "All in order.") : Told.Say($"{wrong.Count} 件を直してください。", $"{wrong.Count} to mend."));
        return wrong.Count == 0 ? 0 : 1;
    }

    /// <summary>Links and pictures of the documents that lead to no file or heading.</summary>
    internal static IEnumerable<string> DeadLinks(string root)
    {
        var documents = Directory.EnumerateFiles(root, "*.md")
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories));
        foreach (var document in documents)
            foreach (Match link in Link().Matches(File.ReadAllText(document)))
            {
                var target = link.Groups["target"].Value;
                if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
                    continue;
                var parts = target.Split('#', 2);
                var file = parts[0].Length == 0 ? document : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(document)!, parts[0]));
                if (!File.Exists(file) && !Directory.Exists(file))
                    yield return $"{Path.GetRelativePath(root, document)}: {target} is not there";
                else if (parts.Length == 2 && file.EndsWith(".md", StringComparison.Ordinal) && !Anchors(file).Contains(parts[1]))
                    yield return $"{Path.GetRelativePath(root, document)}: {target} has no such heading";
            }
    }

    private static HashSet<string> Anchors(string file) =>
        [.. Heading().Matches(File.ReadAllText(file)).Select(heading =>
            NotInAnchor().Replace(heading.Groups["text"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N}\- _]", RegexOptions.None, 1000)]
    private static partial Regex NotInAnchor();
}
