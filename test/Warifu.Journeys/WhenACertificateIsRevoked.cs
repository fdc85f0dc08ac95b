using Microsoft.Playwright;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>Seed 003, BRSK018 to BRSK020: the administrator revokes, the open session ends at its next step, the hub shows why.</summary>
public sealed class WhenACertificateIsRevoked(TheWorld world)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_open_session_is_refused_at_the_next_click_and_a_new_certificate_can_be_issued()
    {
        await Hubs.RevokeAsync(world, People.General, Cancel);
        var pc = world.PcOf(People.General, "revoked");
        var held = await pc.CertificateAsync(Cancel);
        var his = await (await world.BrowserAsync("revoked", pc, held, Cancel)).NewPageAsync();
        await his.SignInAsync(world, People.General);

        var office = world.PcOf(People.Administrator);
        var administrator = await (await world.BrowserAsync(People.Administrator, office, await office.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        await administrator.SignInAsync(world, People.Administrator);
        await administrator.GetByRole(AriaRole.Link, new() { Name = "管理", Exact = true }).ClickAsync();
        await administrator.GetByRole(AriaRole.Link, new() { Name = "利用者管理" }).ClickAsync();
        await administrator.GetByRole(AriaRole.Link, new() { Name = "証明書失効" }).ClickAsync();
        await administrator.LookAtAsync(world, "brsk018");
        await administrator.CheckAsync($"tr[data-login-id={People.General}] input[name=user]");
        await administrator.ClickAsync("form.revoking button.danger");
        await administrator.LookAtAsync(world, "brsk019");
        await administrator.GetByLabel("確認用パスワード").FillAsync(world.Told.Of(People.Administrator).ConfirmationPassword);
        await administrator.ClickAsync("main form[method=post] button.danger");
        Assert.Equal("BRSK020", await administrator.TextContentAsync(".screen"));
        await administrator.LookAtAsync(world, "brsk020");

        await his.Locator("a.account-link").First.ClickAsync();
        Assert.Equal("certificate-revoked", await his.TextContentAsync(".alert .code code"));
        held.Remove(pc.Folder, pc.Vault);

        var again = await pc.CertificateAsync(Cancel);
        Assert.NotEqual(held.Serial, again.Serial);
        using var visitor = await pc.AtTheBankAsync(again, Cancel);
        Assert.Equal("/", visitor.Path);
    }
}
