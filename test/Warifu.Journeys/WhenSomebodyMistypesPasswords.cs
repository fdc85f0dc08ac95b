using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Warifu.Bank.History;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>Three wrong entries lock, and the user learns of it by mail and at home until he has seen it.</summary>
public sealed class WhenSomebodyMistypesPasswords(TheWorld world)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_lock_is_told_by_mail_and_on_the_home_page()
    {
        var pc = world.PcOf(People.Master);
        var browser = await world.BrowserAsync(People.Master, pc, await pc.CertificateAsync(Cancel), Cancel);
        var page = await browser.NewPageAsync();
        await page.SignInAsync(world, People.Master);
        for (var n = 0; n < 3; n++)
        {
            await page.GotoAsync($"{world.CertFace}/password?lang=ja");
            await page.Locator("#Current").FillAsync("wrong-0");
            await page.Locator("#Next").FillAsync("Chosen-0001");
            await page.Locator("#Again").FillAsync("Chosen-0001");
            await page.Locator("main form[method=post] .actions button").ClickAsync();
            Assert.Equal("wrong-current-password", await page.TextContentAsync(".alert .code code"));
        }
        await page.GotoAsync($"{world.CertFace}/");
        await page.LookAtAsync(world, "home-with-notice");
        Assert.Contains("次の手続きがロックされました", await page.TextContentAsync(".unseen"), StringComparison.Ordinal);
        await world.MailAsync("daiki@minato.example", "ロックされました", Cancel);
        await page.GetByRole(AriaRole.Button, new() { Name = "確認しました" }).PressAsync("Enter");
        await page.ReachesAsync($"{world.CertFace}/");
        Assert.Equal(0, await page.Locator(".unseen").CountAsync());
        await UnlockAsync();
    }

    /// <summary>As the branch does, so that other journeys find the door open.</summary>
    private async Task UnlockAsync()
    {
        var bank = world.World.Parties.Single(party => party.Services.GetService<Locking>() is not null).Services;
        var (database, locking) = (bank.GetRequiredService<Database>(), bank.GetRequiredService<Locking>());
        Assert.True(await database.InTenantAsync(world.World.Bank.Code.Value, async work => await locking.OpenAsync(
            work, new HistoryEntry("0000420001", HistoryEntry.Staff, null),
            await work.SingleAsync<Guid>("select user_id from customer_user where login_id = @Master", new { People.Master }),
            People.Master, Door.Confirmation, database.Time.GetUtcNow()), Cancel));
    }
}
