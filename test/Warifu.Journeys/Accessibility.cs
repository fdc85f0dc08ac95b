using Microsoft.Playwright;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>Names, landmarks, contrast, room and order of a page (WCAG 2.2 AA), as far as a program can judge them.</summary>
internal static class Accessibility
{
    /// <summary>The longest of our pages has a table of links in its menu and less than so many stops beside it.</summary>
    private const int MostStops = 400;

    private static readonly string Checks = File.ReadAllText(Path.Combine(Checkout.Root, "test", "Warifu.Journeys", "accessibility.js"));

    /// <summary>Judges the page as it stands, on light paper and on dark.</summary>
    public static async Task IsAccessibleAsync(this IPage page, string where)
    {
        foreach (var scheme in (ColorScheme[])[ColorScheme.Dark, ColorScheme.Light])
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
            var faults = await page.EvaluateAsync<string[]>(Checks);
            Assert.True(faults.Length == 0, $"{where}, {scheme}:\n{string.Join('\n', faults)}");
        }
    }

    /// <summary>Goes through the page by the Tab key alone: every control is reached, in the order of the page, and shows that it has the focus.</summary>
    public static async Task IsUsableByKeyboardAsync(this IPage page, string where)
    {
        // A page that needs script says so until its script has begun.
        await page.WaitForFunctionAsync("() => !document.querySelector('[data-enrolling] [data-step=needs]:not([hidden])')");
        // Fields of a day have a stop for each part, a box that scrolls has one too, and radio buttons have one together.
        var wanted = await page.EvaluateAsync<string[]>("""
            () => { const stopOf = group => document.querySelector(`input[name="${group}"]:checked`) ?? document.querySelector(`input[name="${group}"]`);
              return [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')]
              .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && !(one.type === 'radio' && one !== stopOf(one.name)))
              .map((one, at) => one.dataset.stop = String(at)); }
            """);
        await page.EvaluateAsync("() => { document.activeElement?.blur(); window.scrollTo(0, 0); }");
        var reached = new List<string>();
        for (var stops = 0; stops < MostStops && reached.Count < wanted.Length; stops++)
        {
            await page.Keyboard.PressAsync("Tab");
            var stop = await page.EvaluateAsync<string[]>("""
                () => { const one = document.activeElement, style = getComputedStyle(one);
                  return [one.dataset?.stop ?? '', style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 ? '' : one.outerHTML.slice(0, 120)]; }
                """);
            if (stop[0].Length == 0 || reached.Contains(stop[0]))
                continue;
            Assert.True(stop[1].Length == 0, $"{where}: the focus is not seen on {stop[1]}");
            reached.Add(stop[0]);
        }
        Assert.True(wanted.SequenceEqual(reached), $"{where}: by the Tab key {string.Join(' ', reached)} of {wanted.Length} were reached.");
    }
}
