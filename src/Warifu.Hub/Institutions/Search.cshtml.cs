using Microsoft.AspNetCore.Mvc;
using Warifu.Hub.Offices;

namespace Warifu.Hub.Institutions;

/// <summary>Search over the whole catalogue (seed 000, 新規登録).</summary>
internal sealed class SearchModel : MemberPage
{
    private const int Shown = 30;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    [BindProperty(SupportsGet = true)]
    public Category? Category { get; set; }

    public Catalogue Catalogue { get; } = Catalogue.Standard;

    /// <summary>There are more than the page shows; the search should be narrowed.</summary>
    public bool HasMore { get; private set; }

    public bool HasAsked => !string.IsNullOrWhiteSpace(Query) || Category is not null;

    public IReadOnlyList<InstitutionEntry> Found { get; private set; } = [];

    public void OnGet()
    {
        var found = !string.IsNullOrWhiteSpace(Query) ? Catalogue.Search(Query, Shown + 1)
            : Category is { } category && Enum.IsDefined(category) ? [.. Catalogue.In(Holder.Personal, category)]
            : [.. Catalogue.Popular];
        HasMore = !string.IsNullOrWhiteSpace(Query) && found.Count > Shown;
        Found = HasMore ? [.. found.Take(Shown)] : found;
    }
}
