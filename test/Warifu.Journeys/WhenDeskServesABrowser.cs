using System.Security.Cryptography.X509Certificates;
using Warifu.Desk.Certificates;
using Warifu.Desk.Certificates.Browsers;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>A certificate that Desk issued signs in by a browser into which Desk put it; one that came as a file is taken over.</summary>
public sealed class WhenDeskServesABrowser(TheWorld world)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_browser_signs_in_with_what_Desk_put_there_and_no_more_when_it_is_taken_out()
    {
        var pc = world.PcOf(People.Master);
        var held = await pc.CertificateAsync(Cancel);
        var browsers = new BrowserCertificates(pc.Folder, pc.Vault);
        var database = await world.EmptyBrowserAsync("desk-put", Cancel);
        Assert.Null(await browsers.PutAsync(database, held, "", Cancel));
        var page = await (await world.ReopenedAsync("desk-put")).NewPageAsync();
        await page.SignInAsync(world, People.Master);
        Assert.Contains(People.Master, await page.TextContentAsync("main"), StringComparison.Ordinal);

        Assert.Null(await browsers.RemoveAsync(database, held, "", Cancel));
        var without = await (await world.ReopenedAsync("desk-put")).NewPageAsync();
        await without.GotoAsync($"{world.CertFace}/sign-in?lang=ja");
        Assert.Equal(0, await without.Locator("#Password").CountAsync());
    }

    [Fact]
    public async Task A_file_is_taken_over_when_the_bank_knows_its_certificate()
    {
        var first = world.PcOf(People.Master);
        var held = await first.CertificateAsync(Cancel);
        using var own = first.WithKey(held);
        X509Certificate2Collection all = [own, .. held.Chain.Select(der => X509CertificateLoader.LoadCertificate(der))];
        var file = all.Export(X509ContentType.Pkcs12, "Import-0001")!;
        var second = world.PcOf(People.Master, "second-pc");
        var imported = await new ImportCertificate(second.Folder, second.Vault).RunAsync(file, "Import-0001", second.Site, japanese: true, Cancel);
        Assert.Equal((held.Serial, People.Master, held.RenewableFrom, 2), (imported.Value.Serial, imported.Value.LoginId, imported.Value.RenewableFrom, imported.Value.Chain.Count));
        var tried = await new TryCertificate(second.Folder, TimeProvider.System).RunAsync(imported.Value, second.Vault, japanese: true, Cancel);
        Assert.Null(tried.Value.Tried!.Code);
    }
}
