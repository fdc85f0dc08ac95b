using Warifu.Tests.Bank;
using Warifu.Tests.Postgres;
using Warifu.Web.Keyboards;

namespace Warifu.Tests.Web.Keyboards;

public sealed class SoftwareKeyboardTests(TestCluster cluster)
{
    [Fact]
    public void Every_printable_character_of_a_password_has_one_key_with_a_name_of_its_own()
    {
        var keys = SoftwareKeyboard.Groups.SelectMany(group => group.Keys).ToList();
        Assert.Equal(Enumerable.Range('!', '~' - '!' + 1).Select(code => (char)code), keys.Select(key => key.Letter).Order());
        foreach (var japanese in (bool[])[true, false])
            Assert.Equal(keys.Count, keys.DistinctBy(key => key.Words.In(japanese)).Count());
    }

    [Theory]
    [InlineData(KeyOrder.Shuffled, "shuffled")]
    [InlineData(KeyOrder.Ordered, "ordered")]
    public async Task A_page_with_a_password_has_the_keyboard_as_the_profile_says_and_without_script_only_the_field(KeyOrder order, string said)
    {
        await using var bank = await TestBank.StartAsync(cluster, profile => profile with { SoftwareKeyboard = order });
        using var browser = await bank.SignedInAsync("minato03");
        await browser.OpenAsync(bank.Cert("/password"));
        Assert.Equal(said, browser.Page.GetElementById("software-keyboard")!.GetAttribute("data-order"));
        var openers = browser.Page.QuerySelectorAll("[data-keyboard-for]");
        Assert.Equal(["Current", "Next", "Again"], openers.Select(opener => opener.GetAttribute("data-keyboard-for")!));
        Assert.All(openers, opener => Assert.True(opener.HasAttribute("hidden")));
        Assert.Equal(3, openers.DistinctBy(opener => opener.TextContent).Count());
    }

    [Fact]
    public async Task A_page_without_a_password_has_neither_keyboard_nor_script()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = bank.Browser();
        await browser.OpenAsync(bank.Www("/"));
        Assert.Null(browser.Page.QuerySelector("#software-keyboard"));
        Assert.Null(browser.Page.QuerySelector("script"));
    }

    [Fact]
    public void Every_password_field_of_the_pages_is_a_field_with_the_keyboard()
    {
        foreach (var page in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cshtml", SearchOption.AllDirectories))
            Assert.DoesNotMatch("<input[^>]*type=\"password\"", File.ReadAllText(page));
    }
}
