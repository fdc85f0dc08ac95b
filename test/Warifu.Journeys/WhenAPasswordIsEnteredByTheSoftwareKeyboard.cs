using Microsoft.Playwright;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>Seed 001, 2.4: the software keyboard of the password page, by mouse, by touch and by keyboard.</summary>
public sealed class WhenAPasswordIsEnteredByTheSoftwareKeyboard(TheWorld world)
{
    private const string Opener = "[data-keyboard-for=Password]";
    private const string Board = "#software-keyboard";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private string Password => world.Told.Of(People.Master).Password;

    private async Task<IPage> PasswordPageAsync(string language = "ja")
    {
        var pc = world.PcOf(People.Master);
        var page = await (await world.BrowserAsync(People.Master, pc, await pc.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        await page.GotoAsync($"{world.CertFace}/sign-in?lang={language}");
        return page;
    }

    private static Task<string> FieldAsync(IPage page) => page.InputValueAsync("#Password");

    private static ILocator Key(IPage page, char letter) => page.Locator($"{Board} [data-key='{letter}']");

    [Fact]
    public async Task It_signs_him_in_by_mouse()
    {
        var page = await PasswordPageAsync();
        await page.ClickAsync(Opener);
        foreach (var letter in Password)
        {
            if (char.IsAsciiLetter(letter) && !await Key(page, letter).IsVisibleAsync())
                await page.ClickAsync($"{Board} [data-act=capital]");
            await Key(page, letter).ClickAsync();
        }
        Assert.Equal("", await FieldAsync(page));
        Assert.Equal($"{Password.Length} 文字", await page.TextContentAsync($"{Board} output"));
        await page.GetByRole(AriaRole.Button, new() { Name = "確定" }).ClickAsync();
        Assert.Equal(Password, await FieldAsync(page));
        await page.Locator("main form[method=post] .actions button").ClickAsync();
        await page.ReachesAsync($"{world.CertFace}/");
    }

    [Fact]
    public async Task Cancel_and_escape_throw_away_what_was_typed_and_leave_the_field_as_it_was()
    {
        var page = await PasswordPageAsync();
        await page.FillAsync("#Password", "kept");
        foreach (var leave in (Func<Task>[])[() => page.GetByRole(AriaRole.Button, new() { Name = "キャンセル" }).ClickAsync(), () => page.Keyboard.PressAsync("Escape")])
        {
            await page.ClickAsync(Opener);
            await Key(page, '7').ClickAsync();
            await leave();
            Assert.False(await page.IsVisibleAsync(Board));
            Assert.Equal("kept", await FieldAsync(page));
            await Assertions.Expect(page.Locator("#Password")).ToBeFocusedAsync();
            await page.ClickAsync(Opener);
            Assert.Equal("0 文字", await page.TextContentAsync($"{Board} output"));
            await page.Keyboard.PressAsync("Escape");
        }
    }

    [Fact]
    public async Task It_can_be_used_by_keyboard_alone()
    {
        var page = await PasswordPageAsync();
        await page.FocusAsync(Opener);
        await page.Keyboard.PressAsync("Enter");
        var digits = await page.Locator($"{Board} [data-group=digits] button").AllAsync();
        var (first, third) = (await digits[0].InnerTextAsync(), await digits[2].InnerTextAsync());
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab"); // The small letters: one stop for each group.
        var small = await page.EvaluateAsync<string>("document.activeElement.dataset.key");
        await page.Keyboard.PressAsync("Enter");
        // Signs, capitals, delete one.
        foreach (var _ in Enumerable.Range(0, 3))
            await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal(first + third, await FieldAsync(page));
        Assert.Matches("^[a-z]$", small);
    }

    [Fact]
    public async Task Its_keys_stand_elsewhere_at_each_opening()
    {
        var page = await PasswordPageAsync();
        var seen = new HashSet<string>();
        for (var opening = 0; opening < 3; opening++)
        {
            await page.ClickAsync(Opener);
            seen.Add(string.Concat(await page.Locator($"{Board} [data-group=small] button").AllInnerTextsAsync()));
            await page.Keyboard.PressAsync("Escape");
        }
        Assert.Equal(3, seen.Count);
        Assert.All(seen, order => Assert.Equal("abcdefghijklmnopqrstuvwxyz", string.Concat(order.Order())));
    }

    [Fact]
    public async Task Without_its_script_the_field_works_and_nothing_dead_is_shown()
    {
        var page = await PasswordPageAsync();
        await page.RouteAsync("**/software-keyboard.js*", route => route.AbortAsync());
        await page.ReloadAsync();
        Assert.False(await page.IsVisibleAsync(Opener));
        Assert.False(await page.IsVisibleAsync(Board));
        await page.FillAsync("#Password", Password);
        await page.Locator("main form[method=post] .actions button").ClickAsync();
        await page.ReachesAsync($"{world.CertFace}/");
    }

    [Theory]
    [InlineData("ja")]
    [InlineData("en")]
    public async Task It_is_whole_on_every_screen_and_each_key_has_a_name_and_room_for_a_finger(string language)
    {
        var page = await PasswordPageAsync(language);
        foreach (var (width, name) in ((int, string)[])[(390, "phone"), (1180, "desk")])
        {
            await page.SetViewportSizeAsync(width, 860);
            await page.ClickAsync(Opener);
            await Key(page, '3').ClickAsync();
            Assert.False(await page.EvaluateAsync<bool>($"(board => board.scrollWidth > board.clientWidth)(document.querySelector('{Board}'))"));
            Assert.Equal(0, await page.EvaluateAsync<int>($"[...document.querySelectorAll('{Board} button')].filter(key => key.offsetParent && (key.offsetWidth < 44 || key.offsetHeight < 44)).length"));
            Assert.Equal(0, await page.EvaluateAsync<int>($"[...document.querySelectorAll('{Board} button')].filter(key => !(key.ariaLabel || key.innerText)).length"));
            await page.ScreenshotAsync(new() { Path = Path.Combine(world.Screenshots, $"software-keyboard-{language}-{name}.png") });
            await page.Keyboard.PressAsync("Escape");
        }
    }
}
