using Microsoft.Playwright;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>The check of PC and browser, in place of ten pages of seed 001 (1.2).</summary>
public sealed class WhenAUserChecksHisSurroundings(TheWorld world)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_measured_and_good_in_chromium_with_his_certificate()
    {
        var pc = world.PcOf(People.Master);
        var page = await (await world.BrowserAsync(People.Master, pc, await pc.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        await page.GotoAsync(world.WwwFace);
        await page.GetByRole(AriaRole.Link, new() { Name = "ご利用環境の確認" }).ClickAsync();
        await MeasuredAsync(page);
        Assert.Equal(["certificate"], await NotGoodAsync(page));
        await page.LookAtAsync(world, "requirements", forDocs: true);
        await page.GetByRole(AriaRole.Link, new() { Name = "電子証明書も確かめる" }).ClickAsync();
        await page.ReachesAsync($"{world.CertFace}/requirements");
        await MeasuredAsync(page);
        Assert.Empty(await NotGoodAsync(page));
        Assert.Equal(People.Master, await page.TextContentAsync("[data-requirement=certificate] .measured"));
        await page.LookAtAsync(world, "requirements-certificate");
    }

    private static Task MeasuredAsync(IPage page) =>
        Assertions.Expect(page.Locator("[data-requirement=cookie]")).ToHaveAttributeAsync("data-standing", "good");

    private static Task<string[]> NotGoodAsync(IPage page) =>
        page.EvaluateAsync<string[]>("[...document.querySelectorAll('[data-requirement]:not([data-standing=good])')].map(row => row.dataset.requirement).sort()");
}
