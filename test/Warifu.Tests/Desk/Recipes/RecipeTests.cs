using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FsCheck;
using FsCheck.Fluent;
using Warifu.Desk.Recipes;
using Warifu.Wire;

namespace Warifu.Tests.Desk.Recipes;

public sealed class RecipeTests
{
    [Fact]
    public void Every_recipe_that_comes_with_the_program_can_be_read_and_names_its_bank()
    {
        var files = Directory.GetFiles(RecipeShelf.Shipped, "*.yaml");
        Assert.NotEmpty(files);
        foreach (var file in files)
            Assert.Equal(Path.GetFileNameWithoutExtension(file), Recipe.Read(File.ReadAllText(file)).Value.Bank);
    }

    [Fact]
    public void A_recipe_tells_everything_that_is_missing_at_once()
    {
        var refusal = Recipe.Read("bank: \"9972\"\nsite: http://not-tls.test\n").Refusal!;
        Assert.Equal("desk-recipe-unreadable", refusal.Code);
        foreach (var missing in (string[])["name.ja", "sign-in.form", "accounts.each", "statement.line", "site"])
            Assert.Contains(missing, refusal.Detail!.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_that_is_no_yaml_is_refused_with_its_place()
    {
        var refusal = Recipe.Read("bank: [").Refusal!;
        Assert.Equal("desk-recipe-unreadable", refusal.Code);
        Assert.Matches(@"^\d+:\d+$", refusal.Detail!.En);
    }

    [Fact]
    public void No_text_makes_the_reader_throw() =>
        Check.QuickThrowOnFailure(Prop.ForAll<NonNull<string>>(text => Recipe.Read(text.Get) is var outcome && (outcome.Refusal is not null || outcome.Value is not null)));

    [Fact]
    public void A_recipe_of_the_user_wins_over_the_one_that_came_with_the_program()
    {
        using var folder = new TestFolder();
        Directory.CreateDirectory(Path.Combine(folder.Home.Path, "recipes"));
        File.WriteAllText(Path.Combine(folder.Home.Path, "recipes", "9972.yaml"), "bank: [");
        Assert.Equal("desk-recipe-unreadable", new RecipeShelf(folder.Home).For(new BankCode("9972")).Refusal?.Code);
        Assert.Equal("desk-no-recipe", new RecipeShelf(folder.Home).For(new BankCode("0001")).Refusal?.Code);
    }

    [Theory]
    [InlineData("12,345円", 12345)]
    [InlineData("¥1,000", 1000)]
    [InlineData("￥ 7", 7)]
    [InlineData("−2,500", -2500)]
    [InlineData("△300", -300)]
    [InlineData("▲300円", -300)]
    [InlineData("-42", -42)]
    [InlineData("0", 0)]
    public void Amounts_are_read_in_the_forms_banks_write(string text, int expected) => Assert.Equal(expected, Cell(text).Amount("td"));

    [Theory]
    [InlineData("")]
    [InlineData("abc")]
    [InlineData("1.2.3")]
    [InlineData("−")]
    public void What_is_no_amount_is_none(string text) => Assert.Null(Cell(text).Amount("td"));

    [Theory]
    [InlineData("2026-11-21")]
    [InlineData("2026/11/21")]
    [InlineData("20261121")]
    [InlineData("2026年11月21日(土)")]
    public void Days_are_read_in_the_forms_banks_write(string text) => Assert.Equal(new DateOnly(2026, 11, 21), Cell(text).Day("td"));

    [Fact]
    public void A_value_is_an_attribute_where_it_is_written_so_and_empty_is_absent()
    {
        var row = new HtmlParser().ParseDocument("<table><tr data-key=k><td class=a>  two\n words </td><td class=b> </td></tr></table>").QuerySelector("tr")!;
        Assert.Equal("k", row.Text("@data-key"));
        Assert.Equal("two words", row.Text(".a"));
        Assert.Null(row.Text(".b"));
        Assert.Null(row.Text(".missing"));
        Assert.Null(row.Text(""));
    }

    private static IElement Cell(string text) => new HtmlParser().ParseDocument($"<table><tr><td>{text}</td></tr></table>").QuerySelector("tr")!;
}
