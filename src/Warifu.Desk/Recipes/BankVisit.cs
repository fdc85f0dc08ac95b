using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Warifu.Desk.Network;
using Warifu.Wire;

namespace Warifu.Desk.Recipes;

/// <summary>An account as a bank's site lists it.</summary>
public sealed record SeenAccount(AccountKey Account, string Name);

/// <summary>A statement as read from a bank's site, whole.</summary>
public sealed record SeenStatement(DateOnly From, DateOnly To, decimal? Opening, decimal? Closing, IReadOnlyList<SeenLine> Lines);

/// <summary>One line as read.</summary>
public sealed record SeenLine(
    DateOnly Booked, DateOnly Value, decimal Amount, decimal? Balance, string Description, string? Counterparty, string? Key);

/// <summary>One visit to a bank's web site with a certificate, following a recipe. What the site refuses comes back in its own words.</summary>
public sealed class BankVisit : IDisposable
{
    private const int MostPages = 1_000;

    private readonly Recipe recipe;
    private readonly Uri site;
    private readonly WebVisit web;

    /// <param name="site">Another address than the recipe's, for a bank under test; null for the recipe's own.</param>
    public BankVisit(Recipe recipe, Uri? site, X509Certificate2 certificate, ServerTrust trust, bool japanese)
    {
        this.recipe = recipe;
        this.site = site ?? new Uri(recipe.Site);
        web = new WebVisit(this.site, certificate, trust, japanese);
    }

    public async Task<Outcome<Nothing>> SignInAsync(string user, string password, CancellationToken cancel)
    {
        if (await OpenAsync(recipe.SignIn.Open, cancel) is { } refused)
            return refused;
        if (web.Page.QuerySelector(recipe.SignIn.Form) is not IHtmlFormElement form)
            return DeskRefusals.SiteChanged;
        var filled = recipe.SignIn.Fill.ToDictionary(field => field.Key, field => field.Value
            .Replace("{user}", user, StringComparison.Ordinal).Replace("{password}", password, StringComparison.Ordinal));
        if (await SubmitAsync(form, filled, cancel) is { } notSubmitted)
            return notSubmitted;
        return web.Page.QuerySelector(recipe.SignIn.Arrived) is null ? SaidBySite() ?? DeskRefusals.SiteChanged : Nothing.AtAll;
    }

    public async Task<Outcome<IReadOnlyList<SeenAccount>>> AccountsAsync(CancellationToken cancel)
    {
        if (await OpenAsync(recipe.Accounts.Open, cancel) is { } refused)
            return refused;
        var accounts = new List<SeenAccount>();
        foreach (var element in web.Page.QuerySelectorAll(recipe.Accounts.Each))
        {
            if (element.Text(recipe.Accounts.Account) is not { } key || element.Text(recipe.Accounts.Name) is not { } name)
                return DeskRefusals.SiteChanged;
            try
            {
                accounts.Add(new(AccountKey.Parse(key), name));
            }
            catch (FormatException)
            {
                return DeskRefusals.SiteChanged;
            }
        }
        return Outcome.Of<IReadOnlyList<SeenAccount>>(accounts);
    }

    /// <param name="from">First booking date; null: all the bank still shows.</param>
    public async Task<Outcome<SeenStatement>> StatementAsync(AccountKey account, DateOnly? from, CancellationToken cancel)
    {
        var places = recipe.Statement;
        var path = places.Open
            .Replace("{account}", Uri.EscapeDataString(account.ToString()), StringComparison.Ordinal)
            .Replace("{from}", from?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? places.All, StringComparison.Ordinal);
        var lines = new List<SeenLine>();
        IElement? first = null;
        for (var pages = 0; pages < MostPages; pages++)
        {
            if (await OpenAsync(path, cancel) is { } refused)
                return refused;
            if (web.Page.QuerySelector(places.Table) is not { } table)
                return SaidBySite() ?? DeskRefusals.SiteChanged;
            first ??= table;
            foreach (var row in table.QuerySelectorAll(places.Line))
            {
                if (LineOf(row) is not { } line)
                    return DeskRefusals.SiteChanged;
                lines.Add(line);
            }
            if (places.Next.Length == 0 || web.Page.QuerySelector(places.Next)?.GetAttribute("href") is not { } next)
                return Whole(first, lines, from);
            path = next;
        }
        return DeskRefusals.SiteChanged;
    }

    /// <summary>Ends the session, so that nobody is told to sign in again for our sake. Best effort: the visit is over either way.</summary>
    public async Task SignOutAsync(CancellationToken cancel)
    {
        if (recipe.SignOut.Length > 0 && web.Page.QuerySelector(recipe.SignOut) is IHtmlFormElement form)
            _ = await SubmitAsync(form, [], cancel);
    }

    public void Dispose() => web.Dispose();

    private Outcome<SeenStatement> Whole(IElement table, List<SeenLine> lines, DateOnly? from)
    {
        var places = recipe.Statement;
        if (places.Count.Length > 0 && table.Amount(places.Count) is { } count && count != lines.Count)
            return DeskRefusals.SiteChanged; // Lines came in while we read: the next run has them all.
        var first = table.Day(places.From) ?? from ?? (lines.Count > 0 ? lines[0].Booked : null);
        var last = table.Day(places.To) ?? (lines.Count > 0 ? lines[^1].Booked : null);
        return first is null || last is null
            ? DeskRefusals.SiteChanged
            : new SeenStatement(first.Value, last.Value, table.Amount(places.Opening), table.Amount(places.Closing), lines);
    }

    private SeenLine? LineOf(IElement row)
    {
        var places = recipe.Statement;
        return row.Day(places.Booked) is { } booked && row.Amount(places.Amount) is { } amount
            ? new(booked, row.Day(places.Value) ?? booked, amount, row.Amount(places.Balance), row.Text(places.Description) ?? "",
                row.Text(places.Counterparty), row.Text(places.Key))
            : null;
    }

    private async Task<Refusal?> OpenAsync(string path, CancellationToken cancel) => await web.OpenAsync(path, cancel) ?? Judge();

    private async Task<Refusal?> SubmitAsync(IHtmlFormElement form, Dictionary<string, string> filled, CancellationToken cancel) =>
        await web.SubmitAsync(form, filled, cancel) ?? Judge();

    // The password and the session stay with the site they belong to.
    private Refusal? Judge() =>
        web.At.Host != site.Host ? DeskRefusals.SiteChanged
        : web.Succeeded ? null
        : SaidBySite() ?? DeskRefusals.SiteChanged;

    private Refusal? SaidBySite()
    {
        if (web.Page.DocumentElement is not { } root || root.Text(recipe.Refusal.Words) is not { } words)
            return null;
        var refusal = DeskRefusals.BankRefused with { What = new(words, words) };
        return root.Text(recipe.Refusal.Code) is { } code ? refusal with { Code = code } : refusal;
    }
}
