using System.Reflection;
using System.Text;
using Warifu.Wire;

namespace Warifu.Tests;

/// <summary>docs/problems.md lists every refusal of the product with its code: it is written from them and compared with them.</summary>
public sealed class ProblemsTests
{
    private static readonly string[] Parties =
    [
        "Warifu.Wire", "Warifu.Pki", "Warifu.Tokens", "Warifu.Statements", "Warifu.Forex", "Warifu.Postgres", "Warifu.Web", "Warifu.Authority", "Warifu.Bank", "Warifu.Hub", "Warifu.Desk", "warifu",
    ];

    [Fact]
    public void Every_code_is_in_the_list_of_problems()
    {
        var file = Path.Combine(Repository.Root, "docs", "problems.md");
        var page = Page();
        if (Environment.GetEnvironmentVariable("GOLDEN") == "write")
            File.WriteAllText(file, page);
        Assert.Equal(page, File.ReadAllText(file));
    }

    [Fact]
    public void A_code_means_one_thing()
    {
        var twice = Parties.SelectMany(RefusalsOf).DistinctBy(refusal => (refusal.Code, refusal.What.En)).GroupBy(refusal => refusal.Code).Where(group => group.Count() > 1);
        Assert.Empty(twice.Select(group => group.Key));
    }

    [Fact]
    public void Every_refusal_speaks_both_languages_and_names_the_way_out()
    {
        foreach (var refusal in Parties.SelectMany(RefusalsOf))
        {
            Assert.Matches("^[a-z0-9]+(-[a-z0-9]+)*$", refusal.Code);
            Assert.InRange(refusal.Status, 400, 599);
            foreach (var text in (string[])[refusal.What.Ja, refusal.What.En, refusal.WayOut.Ja, refusal.WayOut.En])
                Assert.False(string.IsNullOrWhiteSpace(text), refusal.Code);
        }
    }

    private static string Page()
    {
        var page = new StringBuilder("""
            # Problems

            Every refusal of Warifu has a stable code. A person sees it at the foot of the notice and can tell it to the help
            desk; a program finds it as `code` in a problem (RFC 9457). Each names what happened and the way out. This list is
            written from the refusals themselves.

            """);
        foreach (var party in Parties)
        {
            var refusals = RefusalsOf(party).OrderBy(refusal => refusal.Code, StringComparer.Ordinal).ToList();
            if (refusals.Count == 0)
                continue;
            page.Append($"\n## {char.ToUpperInvariant(party[0])}{party[1..]}\n\n| code | status | what happened | way out |\n|---|---|---|---|\n");
            foreach (var refusal in refusals)
                page.Append($"| <a id=\"{refusal.Code}\"></a>`{refusal.Code}` | {refusal.Status} | {refusal.What.En}<br>{refusal.What.Ja} | {refusal.WayOut.En}<br>{refusal.WayOut.Ja} |\n");
        }
        return page.ToString();
    }

    private static IEnumerable<Refusal> RefusalsOf(string assembly) =>
        Assembly.Load(assembly).GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(Refusal))
            .Select(field => (Refusal)field.GetValue(null)!);
}
