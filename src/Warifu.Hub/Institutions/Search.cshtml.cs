using Microsoft.AspNetCore.Mvc;
using Warifu.Hub.Offices;

namespace Warifu.Hub.Institutions;

/// <summary>Search over the whole catalogue (seed 000, 新規登録).</summary>
internal sealed class SearchModel : MemberPage
{
    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    [BindProperty(SupportsGet = true)]
    public Category? Category { get; set; }

    public Catalogue Catalogue { get; } = Catalogue.Standard;

    public bool HasAsked => !string.IsNullOrWhiteSpace(Query) || Category is not null;

    public IReadOnlyList<InstitutionEntry> Found { get; private set; } = [];

    public void OnGet() => Found =
        !string.IsNullOrWhiteSpace(Query) ? Catalogue.Search(Query)
        : Category is { } category && Enum.IsDefined(category) ? [.. Catalogue.In(Holder.Personal, category)]
        : [.. Catalogue.Popular];
}
