using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Web.Faces;

namespace Warifu.Journeys;

/// <summary>Seed 004, 証明書更新選択; and the page of one's own certificate.</summary>
public sealed class WhenACertificateNearsItsEnd(TheWorld world)
{
    private const string Shiokaze = "9973";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private Database Database => world.World.Parties
        .Single(party => party.Services.GetRequiredService<FaceTable>().Faces.Any(face => face.Name == BankFaces.Cert)).Services.GetRequiredService<Database>();

    [Fact]
    public async Task The_choice_of_renewal_shows_every_way_and_goes_on_without()
    {
        const string user = "hamabe02";
        var cert = world.FaceOf("shiokaze", BankFaces.Cert);
        var pc = world.PcOf(user, "nearing");
        var page = await (await world.BrowserAsync("nearing", pc, await pc.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        await page.SignInFirstAsync(world, "shiokaze", user);
        // As if its year were nearly over, and its holder had been handed a token.
        await MoveEndAsync("not_after - interval '354 days'");
        try
        {
            await ExecuteAsync("""
                insert into usb_token (bank_code, token_serial, user_id, handed_out_at) select bank_code, 'TK-JOURNEY', user_id, made_at from customer_user where login_id = 'hamabe02'
                on conflict do nothing
                """);
            await page.GotoAsync($"{cert}/renew?lang=ja");
            Assert.StartsWith("お客様がご利用中の証明書は、有効期限が残り1", await page.TextContentAsync(".renewal-choice .what"), StringComparison.Ordinal);
            await page.IsUsableByKeyboardAsync($"{cert}/renew");
            await page.LookAtAsync(world, "renewal-choice", forDocs: true);
            await page.GetByRole(AriaRole.Button, new() { Name = "確認" }).ClickAsync();
            await page.ReachesAsync($"{cert}/");
            await Assertions.Expect(page.Locator(".notice .what", new() { HasText = "電子証明書の有効期限まで残り" })).ToBeVisibleAsync();
            await page.GotoAsync($"{cert}/certificate?lang=ja");
            await page.LookAtAsync(world, "own-certificate");
        }
        finally
        {
            await MoveEndAsync("not_after + interval '354 days'");
        }
    }

    private Task MoveEndAsync(string end) => ExecuteAsync(
        $"update certificate set not_after = {end} where state = 'active' and user_id = (select user_id from customer_user where login_id = 'hamabe02')");

    private Task ExecuteAsync(string sql) => Database.InTenantAsync(Shiokaze, work => work.ExecuteAsync(sql), Cancel);
}
