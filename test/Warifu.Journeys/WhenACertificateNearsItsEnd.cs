using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Warifu.Bank.Profiles;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire.Enrolment;
using Warifu.Worlds;

namespace Warifu.Journeys;

/// <summary>Seed 004, 証明書更新選択; the page of one's own certificate; and a new PC that a colleague approves.</summary>
public sealed class WhenACertificateNearsItsEnd(TheWorld world)
{
    private const string Shiokaze = "9973";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private Database Database => world.World.Parties
        .Single(party => party.Services.GetRequiredService<FaceTable>().Faces.Any(face => face.Name == BankFaces.Cert)).Services.GetRequiredService<Database>();

    [Fact]
    public async Task The_choice_of_renewal_shows_every_way_and_goes_on_without()
    {
        const string user = "hamabe01";
        var cert = world.FaceOf("shiokaze", BankFaces.Cert);
        var pc = world.PcOf(user, "nearing");
        var page = await (await world.BrowserAsync("nearing", pc, await pc.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        await page.SignInFirstAsync(world, "shiokaze", user);
        // As if its year were nearly over, and its holder had been handed a token.
        await MoveEndAsync("not_after - interval '354 days'");
        try
        {
            await ExecuteAsync("""
                insert into usb_token (bank_code, token_serial, user_id, handed_out_at) select bank_code, 'TK-JOURNEY', user_id, made_at from customer_user where login_id = 'hamabe01'
                on conflict do nothing
                """);
            await page.GotoAsync($"{cert}/renew?lang=ja");
            Assert.StartsWith("お客様がご利用中の証明書は、有効期限が残り1", await page.TextContentAsync(".renewal-choice .what"), StringComparison.Ordinal);
            await page.IsUsableByKeyboardAsync($"{cert}/renew");
            await page.LookAtAsync(world, "renewal-choice", forDocs: true);
            await page.GetByRole(AriaRole.Button, new() { Name = "確認" }).ClickAsync();
            await page.WaitForURLAsync($"{cert}/");
            await Assertions.Expect(page.Locator(".notice .what").First).ToContainTextAsync("電子証明書の有効期限まで残り");
            await page.GotoAsync($"{cert}/certificate?lang=ja");
            await page.LookAtAsync(world, "own-certificate");
        }
        finally
        {
            await MoveEndAsync("not_after + interval '354 days'");
        }
    }

    [Fact]
    public async Task A_colleague_compares_the_code_of_a_new_PC_and_approves()
    {
        var old = world.PcOf(People.General);
        await old.CertificateAsync(Cancel);
        var office = world.PcOf(People.Administrator);
        var page = await (await world.BrowserAsync(People.Administrator, office, await office.CertificateAsync(Cancel), Cancel)).NewPageAsync();
        await page.SignInAsync(world, People.Administrator);
        using var client = new Desk.Network.WireClient(Desk.Network.ServerTrust.Of(old.Folder).Handler(clientCertificate: null), new Uri(world.WwwFace), japanese: true);
        var request = new ReplacementRequest(Guid.NewGuid(), People.General, world.Told.Of(People.General).Password, null, "経理の新しいノートパソコン");
        var asked = (await client.PostAsync<ReplacementStanding>(ReplacementWire.Replacements, request, Cancel)).Value;

        await page.GotoAsync($"{world.CertFace}/?lang=ja");
        await Assertions.Expect(page.Locator(".notice .what").First).ToContainTextAsync("承認を待っています");
        await page.GetByRole(AriaRole.Link, new() { Name = "管理", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "利用者管理" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "パソコンの交換" }).ClickAsync();
        await page.IsUsableByKeyboardAsync($"{world.CertFace}/replacements");
        await page.LookAtAsync(world, "new-pc", forDocs: true);
        await page.GetByLabel("確認番号").FillAsync(asked.Code);
        await page.GetByLabel("確認用パスワード").FillAsync(world.Told.Of(People.Administrator).ConfirmationPassword);
        await page.GetByRole(AriaRole.Button, new() { Name = "承認", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("承認しました");
        Assert.Equal(ReplacementState.Approved, (await client.PostAsync<ReplacementStanding>(ReplacementWire.Replacements, request, Cancel)).Value.State);
        var mail = await world.MailAsync("ken@minato.example", "承認されました", Cancel);
        Assert.DoesNotContain("http", mail.Subject, StringComparison.OrdinalIgnoreCase);
        await page.GetByRole(AriaRole.Button, new() { Name = "この申込みを取りやめる" }).ClickAsync();
        await Assertions.Expect(page.Locator(".done")).ToContainTextAsync("取りやめました");
    }

    private Task MoveEndAsync(string end) => ExecuteAsync(
        $"update certificate set not_after = {end} where state = 'active' and user_id = (select user_id from customer_user where login_id = 'hamabe01')");

    private Task ExecuteAsync(string sql) => Database.InTenantAsync(Shiokaze, work => work.ExecuteAsync(sql), Cancel);
}
