using Warifu.Desk.Connections;
using Warifu.Stories;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>Seed 000: after a fetch the office sees every line once and the balance proven, in Chromium.</summary>
public sealed class WhenAnOfficeReadsItsAccount(TheWorld world)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_finds_the_bank_pairs_a_PC_and_reads_every_line_with_its_proof()
    {
        await Hubs.RevokeAsync(world, People.General, Cancel);
        var pc = world.PcOf(People.General, "office");
        await pc.CertificateAsync(Cancel);
        using (var member = new Visitor(world.World.Addresses.Hub, null, pc.Folder, japanese: true))
            await Hubs.SignInAndPairAsync(world, pc, member, Cancel);
        using var hub = pc.Connect();
        var link = World.Value(await hub.LinksAsync(Cancel)).Single();
        var fetched = World.Value(await new FetchLink(pc.Folder, pc.Vault, hub, TimeProvider.System)
            .RunAsync(link, japanese: true, progress: null, step: null, Cancel));
        Assert.True(fetched.Proven);

        var page = await (await world.BrowserAsync("office", null, null, Cancel)).NewPageAsync();
        await page.GotoAsync($"{world.Hub}/sign-in?lang=ja");
        await page.LookAtAsync(world, "hub-sign-in");
        await page.GetByLabel("メールアドレス").FillAsync(world.Told.Member.Mail);
        await page.GetByLabel("パスワード").FillAsync(world.Told.Member.Password);
        await page.ClickAsync("main form[method=post] .actions button");
        await page.GotoAsync($"{world.Hub}/institutions?q=%E3%81%82%E3%81%95%E3%81%8E%E3%82%8A");
        await page.LookAtAsync(world, "hub-institutions");
        await page.GotoAsync($"{world.Hub}/connector");
        await page.LookAtAsync(world, "hub-connector");
        await page.GotoAsync($"{world.Hub}/links");
        await page.LookAtAsync(world, "hub-links");
        await page.GotoAsync($"{world.Hub}/accounts/{world.World.MainAccount}");
        await page.LookAtAsync(world, "hub-account", forDocs: true);
        Assert.Equal("証明済み", await page.TextContentAsync(".proof .state"));
        Assert.Contains("442", await page.TextContentAsync("#lines"), StringComparison.Ordinal);
    }
}
