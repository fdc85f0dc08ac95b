using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Warifu.Hub.Institutions;
using Warifu.Hub.Offices;
using Warifu.Postgres;
using Warifu.Postgres.Jobs;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Hub.Links;

/// <summary>Registration of a link (seed 000): notes, user ID, start of automatic fetching. No password is asked.</summary>
internal sealed class RegisterModel(Database database, Wakeup wakeup, HubSettings settings) : MemberPage
{
    public InstitutionEntry Entry { get; private set; } = null!;

    public Uri? Site => settings.BankSites.GetValueOrDefault(Entry.Institution.Code.Value);

    [BindProperty]
    public string UserId { get; set; } = "";

    /// <summary><c>all</c> or <c>from</c>.</summary>
    [BindProperty]
    public string Range { get; set; } = "all";

    [BindProperty]
    public string? From { get; set; }

    public Refusal? Refusal { get; private set; }

    public IActionResult OnGet(string entry) => Find(entry) ?? Page();

    public async Task<IActionResult> OnPostAsync(string entry)
    {
        if (Find(entry) is { } missing)
            return missing;
        DateOnly? from = null;
        if (Range == "from")
        {
            if (!DateOnly.TryParseExact(From, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
                return Again(FromMissing);
            from = day;
        }

        var registered = await LinkRegistration.RegisterAsync(database, wakeup, Member.OfficeId, entry, UserId, from, HttpContext.RequestAborted);
        return registered.Refusal is { } refusal ? Again(refusal) : LocalRedirect("/links");
    }

    internal static readonly Refusal FromMissing = new(
        "link-start-day", 422,
        new("開始日を入力してください。", "Enter the first day."),
        new("「取得可能なデータをすべて取得する」を選ぶこともできます。", "Or choose to fetch all that can be fetched."));

    private IActionResult? Find(string entry)
    {
        if (Catalogue.Standard.Find(entry) is not { } found)
            return this.Refused(LinkRefusals.InstitutionUnknown);
        Entry = found;
        return null;
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Again(Refusal refusal)
    {
        Refusal = refusal;
        return this.PageWith(refusal);
    }
}
