using System.Text.Json;
using Warifu.Wire;

namespace Warifu.Hub.Institutions;

/// <summary>
/// Every institution that can be registered: the public list of Japanese banks and the three banks of this world. The
/// same for all offices, read once from the file beside this one (see NOTICE).
/// </summary>
public sealed class Catalogue
{
    private static readonly Lazy<Catalogue> Whole = new(() => new Catalogue());

    /// <summary>Entries for which there is a recipe, and the bank's site.</summary>
    private static readonly HashSet<string> Recipes = ["9972-corporate-certificate"];

    private static readonly Listed[] Fictional =
    [
        new("9971", "つきのわ商工銀行", "ツキノワシヨウコウギンコウ", "tsukinowashoukouginkou", "Tsukinowa Commercial Bank"),
        new("9972", "あさぎり信用組合", "アサギリシンヨウクミアイ", "asagirishinyoukumiai", "Asagiri Credit Union"),
        new("9973", "しおかぜ銀行", "シオカゼギンコウ", "shiokazeginkou", "Shiokaze Bank"),
    ];

    private readonly List<(InstitutionEntry Entry, SearchNames Names)> entries = [];
    private readonly Dictionary<string, InstitutionEntry> byId;

    private Catalogue()
    {
        foreach (var listed in ReadList().Concat(Fictional))
        {
            var names = FullName.Of(listed.Code, listed.Name, listed.Kana);
            var institution = new Institution(
                new BankCode(listed.Code), new Phrase(names[0].Name, listed.English ?? names[0].Name), Categories.Of(listed.Code, names[0].Name));
            var found = new SearchNames(listed.Code, [.. names, .. listed.English is { } english ? [(english, listed.Roma)] : Array.Empty<(string, string)>()], listed.Roma);
            (Holder, SignInMethod)[] kinds = [(Holder.Corporate, SignInMethod.Certificate), (Holder.Corporate, SignInMethod.Password), (Holder.Personal, SignInMethod.Password)];
            foreach (var (holder, method) in kinds)
            {
                var entry = new InstitutionEntry(institution, holder, method);
                entries.Add((entry with { IsSupported = Recipes.Contains(entry.Id) }, found));
            }
        }

        byId = entries.ToDictionary(entry => entry.Entry.Id, entry => entry.Entry);
    }

    public static Catalogue Standard => Whole.Value;

    public int Count => entries.Count;

    public InstitutionEntry? Find(string entryId) => byId.GetValueOrDefault(entryId);

    /// <summary>Best first: the code or a whole name, then beginnings, then parts; what can be fetched before what cannot.</summary>
    /// <param name="most">Entries wanted, at most.</param>
    public IReadOnlyList<InstitutionEntry> Search(string query, int most = 30)
    {
        var asked = new SearchQuery(query);
        if (asked.IsEmpty)
            return [];
        return
        [
            .. entries.Select(entry => (entry.Entry, Rank: entry.Names.Rank(asked)))
                .Where(found => found.Rank is not null)
                .OrderBy(found => found.Rank)
                .ThenBy(found => !found.Entry.IsSupported)
                .ThenBy(found => found.Entry.Institution.Code.Value, StringComparer.Ordinal)
                .Select(found => found.Entry)
                .Take(most),
        ];
    }

    /// <summary>よく使われる: what the pages offer before anything is typed.</summary>
    public IEnumerable<InstitutionEntry> Popular => entries.Select(entry => entry.Entry).Where(entry => entry.IsSupported);

    /// <summary>How many institutions there are: corporate as one, personal by category.</summary>
    public IReadOnlyList<(Holder Holder, Category? Category, int Count)> Counts =>
    [
        (Holder.Corporate, null, entries.Count(entry => entry.Entry.Holder == Holder.Corporate)),
        .. entries.Where(entry => entry.Entry.Holder == Holder.Personal).GroupBy(entry => entry.Entry.Institution.Category).OrderBy(group => group.Key)
            .Select(group => (Holder.Personal, (Category?)group.Key, group.Count())),
    ];

    /// <summary>All entries of a holder and a category, by code.</summary>
    public IEnumerable<InstitutionEntry> In(Holder holder, Category category) =>
        entries.Select(entry => entry.Entry).Where(entry => entry.Holder == holder && entry.Institution.Category == category)
            .OrderBy(entry => entry.Institution.Code.Value, StringComparer.Ordinal);

    private static IEnumerable<Listed> ReadList()
    {
        using var file = typeof(Catalogue).Assembly.GetManifestResourceStream("Warifu.Hub.Institutions.zengin-banks.json")!;
        using var list = JsonDocument.Parse(file);
        foreach (var bank in list.RootElement.EnumerateObject())
        {
            string Of(string name) => bank.Value.GetProperty(name).GetString()!;
            yield return new Listed(Of("code"), Of("name"), Of("kana"), Of("roma"), null);
        }
    }

    private sealed record Listed(string Code, string Name, string Kana, string Roma, string? English);
}
