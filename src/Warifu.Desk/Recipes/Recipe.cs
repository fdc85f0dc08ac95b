using Warifu.Wire;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Warifu.Desk.Recipes;

/// <summary>
/// How a bank's web site is read, as data: a new bank needs a new file, never a new program. Selectors are CSS; a value
/// is written <c>selector@attribute</c>: without attribute it is the text; <c>.</c> or no selector is the element itself.
/// </summary>
public sealed class Recipe
{
    public string Bank { get; set; } = "";

    public Words Name { get; set; } = new();

    /// <summary>Origin of the face that asks for the certificate.</summary>
    public string Site { get; set; } = "";

    public RefusalPlaces Refusal { get; set; } = new();

    public SignInSteps SignIn { get; set; } = new();

    public AccountList Accounts { get; set; } = new();

    public StatementTable Statement { get; set; } = new();

    /// <summary>Selector of the form that ends the session, on any page.</summary>
    public string SignOut { get; set; } = "";

    public sealed class Words
    {
        public string Ja { get; set; } = "";

        public string En { get; set; } = "";
    }

    /// <summary>Where a page of this site says no.</summary>
    public sealed class RefusalPlaces
    {
        public string Code { get; set; } = "";

        public string Words { get; set; } = "";
    }

    /// <summary>Open the page, fill the form, and know by a place on the next page that it worked.</summary>
    public sealed class SignInSteps
    {
        public string Open { get; set; } = "";

        public string Form { get; set; } = "";

        /// <summary>Field name to text; <c>{user}</c> and <c>{password}</c> are put in.</summary>
        public Dictionary<string, string> Fill { get; set; } = [];

        public string Arrived { get; set; } = "";
    }

    public sealed class AccountList
    {
        public string Open { get; set; } = "";

        public string Each { get; set; } = "";

        /// <summary>Value: bank-branch-kind-number.</summary>
        public string Account { get; set; } = "";

        public string Name { get; set; } = "";
    }

    public sealed class StatementTable
    {
        /// <summary>Path with <c>{account}</c> and <c>{from}</c> (yyyy-MM-dd).</summary>
        public string Open { get; set; } = "";

        /// <summary>What stands for <c>{from}</c> when all is wanted that the bank still shows.</summary>
        public string All { get; set; } = "";

        public string Table { get; set; } = "";

        public string From { get; set; } = "";

        public string To { get; set; } = "";

        public string Opening { get; set; } = "";

        public string Closing { get; set; } = "";

        /// <summary>How many lines the whole window has; what was read must be as many.</summary>
        public string Count { get; set; } = "";

        public string Line { get; set; } = "";

        public string Booked { get; set; } = "";

        public string Value { get; set; } = "";

        public string Amount { get; set; } = "";

        public string Balance { get; set; } = "";

        public string Description { get; set; } = "";

        public string Counterparty { get; set; } = "";

        public string Key { get; set; } = "";

        /// <summary>Selector of the link to the next page.</summary>
        public string Next { get; set; } = "";
    }

    /// <summary>Reads a recipe and tells everything that is missing at once.</summary>
    public static Outcome<Recipe> Read(string yaml)
    {
        Recipe recipe;
        try
        {
            recipe = new DeserializerBuilder().WithNamingConvention(HyphenatedNamingConvention.Instance).Build().Deserialize<Recipe>(yaml) ?? new();
        }
        catch (YamlException wrong)
        {
            var place = $"{wrong.Start.Line}:{wrong.Start.Column}";
            return DeskRefusals.RecipeUnreadable with { Detail = new(place, place) };
        }
        var missing = string.Join(", ", recipe.Missing());
        return missing.Length == 0 ? recipe : DeskRefusals.RecipeUnreadable with { Detail = new(missing, missing) };
    }

    private IEnumerable<string> Missing() =>
        from needed in (IEnumerable<(string Name, string Value)>)
        [
            ("bank", Bank), ("name.ja", Name.Ja), ("name.en", Name.En), ("refusal.words", Refusal.Words),
            ("sign-in.open", SignIn.Open), ("sign-in.form", SignIn.Form), ("sign-in.arrived", SignIn.Arrived),
            ("accounts.open", Accounts.Open), ("accounts.each", Accounts.Each), ("accounts.account", Accounts.Account), ("accounts.name", Accounts.Name),
            ("statement.open", Statement.Open), ("statement.table", Statement.Table), ("statement.line", Statement.Line),
            ("statement.booked", Statement.Booked), ("statement.amount", Statement.Amount), ("statement.description", Statement.Description),
            ("site", Uri.TryCreate(Site, UriKind.Absolute, out var site) && site.Scheme == Uri.UriSchemeHttps ? Site : ""),
        ]
        where needed.Value.Length == 0
        select needed.Name;
}
