using System.Diagnostics;
using System.Net;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents.Links;

/// <summary>What a customer read when he allowed a link is his to read again, to print and to keep.</summary>
public sealed class ReceiptsTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_receipt_says_what_the_page_said_and_sha256sum_of_its_file_is_the_one_it_shows()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await bank.SignedInAsync("minato03");
        var said = await AllowAsync(bank, service, browser);
        await browser.OpenAsync(bank.Cert("/manage/links"));
        await browser.FollowAsync("section.link a[href*=receipts]");
        Assert.Equal(said, Words(browser, ".receipt > div:first-child"));
        Assert.Contains("（minato03）", browser.Text(".receipt > dl"), StringComparison.Ordinal);
        Assert.Contains("2026年", browser.Text(".receipt > dl"), StringComparison.Ordinal);
        Assert.Equal(browser.Text(".fingerprint"), await Sha256SumAsync(await browser.DownloadAsync(".receipt a[download]")));
    }

    [Fact]
    public async Task A_link_that_was_allowed_anew_has_a_receipt_of_each_time_and_the_first_is_as_it_was()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await bank.SignedInAsync("minato03");
        var grant = (await service.LinkAsync(browser, "minato03", request => request["authorization_details"] = """[{"type":"balances"}]""")).GetProperty("grant_id").GetString()!;
        var path = bank.Cert($"/manage/links/receipts?grant={grant}");
        await browser.OpenAsync(path);
        var first = browser.Text(".fingerprint");
        bank.Time.Advance(TimeSpan.FromDays(20));
        using var later = await bank.SignedInAsync("minato03");
        await service.LinkAsync(later, "minato03", request =>
            (request["authorization_details"], request["grant_management_action"], request["grant_id"]) = ("""[{"type":"accounts"}]""", "replace", grant));
        await later.OpenAsync(path);
        var receipts = later.Page.QuerySelectorAll(".receipt");
        Assert.Equal(2, receipts.Length);
        Assert.Contains("口座一覧の照会", receipts[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("残高照会", receipts[1].TextContent, StringComparison.Ordinal);
        Assert.Equal(first, receipts[1].QuerySelector(".fingerprint")!.TextContent);
    }

    [Fact]
    public async Task It_stays_in_the_language_in_which_it_was_shown()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await OpenAllowAsync(service, browser);
        await browser.OpenAsync($"{browser.Address}?lang=en");
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        using var reader = await bank.SignedInAsync("minato03");
        await reader.OpenAsync(bank.Cert("/manage/links?lang=ja"));
        await reader.FollowAsync("section.link a[href*=receipts]");
        Assert.Contains("控え", reader.Text("h1"), StringComparison.Ordinal);
        Assert.Contains("asks to read information", reader.Text(".receipt [lang=en]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_allows_what_the_page_did_not_show_him()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = bank.Browser(await bank.CertificateOfAsync("minato03"));
        await OpenAllowAsync(service, browser);
        // A colleague registers the PIN of one more account meanwhile.
        await bank.ExecuteAsync("""
            insert into account (bank_code, account_key, contract_id, branch_name, branch_kana, holder_kana)
            select bank_code, '9972-001-1-7654321', contract_id, branch_name, branch_kana, holder_kana from account limit 1
            """);
        await bank.ExecuteAsync("insert into inquiry_account (bank_code, account_key, registered_at) values ('9972', '9972-001-1-7654321', @now)", new { now = bank.Time.GetUtcNow() });
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.Equal("consent-shown-other", browser.Code);
        Assert.DoesNotContain("link-allowed", await bank.ActsAsync());
        Assert.Contains("7654321", browser.Text("dl.facts"), StringComparison.Ordinal);
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.StartsWith(service.RedirectUri, browser.Address!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Receipts_are_seen_by_who_sees_the_link_and_say_how_it_ended()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var giver = bank.Browser(await bank.CertificateOfAsync("minato02"));
        var tokens = await service.LinkAsync(giver, "minato02");
        var path = bank.Cert($"/manage/links/receipts?grant={tokens.GetProperty("grant_id").GetString()}");
        using var master = await bank.SignedInAsync("minato01");
        await master.OpenAsync(path);
        var file = new Uri(master.Address!, master.Page.QuerySelector(".receipt a[download]")!.GetAttribute("href")).AbsoluteUri;
        Assert.Contains("連携中", master.Text("section.card .state"), StringComparison.Ordinal);

        using var colleague = await bank.SignedInAsync("minato03");
        foreach (var address in (string[])[path, file])
        {
            await colleague.OpenAsync(address);
            Assert.Equal((HttpStatusCode.NotFound, "link-not-there"), (colleague.Status, colleague.Code));
        }

        Assert.Equal(200, (await service.DeleteAsync($"/grants/{tokens.GetProperty("grant_id").GetString()}", tokens.GetProperty("access_token").GetString()!)).Status);
        await master.OpenAsync(path);
        Assert.Contains("連携先サービスによる解除", master.Text("section.card dl"), StringComparison.Ordinal);
        Assert.NotNull(master.Page.QuerySelector(".receipt"));
    }

    [Fact]
    public async Task A_link_whose_user_has_no_certificate_is_seen_to_rest()
    {
        await using var bank = await LinkedBank.StartAsync(cluster);
        using var service = await LinkedService.RegisterAsync(bank);
        using var giver = bank.Browser(await bank.CertificateOfAsync("minato02"));
        await service.LinkAsync(giver, "minato02");
        await bank.ExecuteAsync("update customer_user set standing = 'stopped' where login_id = 'minato02'");
        using var master = await bank.SignedInAsync("minato01");
        await master.OpenAsync(bank.Cert("/manage/links"));
        Assert.Equal("休止中", master.Text("section.link .state"));
        Assert.NotNull(master.Page.QuerySelector("section.link a[href*=withdraw]"));
    }

    /// <returns>What the page said.</returns>
    private static async Task<string> AllowAsync(TestBank bank, LinkedService service, TestBrowser browser)
    {
        await OpenAllowAsync(service, browser);
        var said = Words(browser, ".shown > div");
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.Contains("link-allowed", await bank.ActsAsync());
        return said;
    }

    private static async Task OpenAllowAsync(LinkedService service, TestBrowser browser)
    {
        await browser.OpenAsync(service.AuthorizeAddress(await service.PushAsync(request => request["authorization_details"] = """[{"type":"balances"}]""")));
        await browser.FollowAsync("a.button");
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords["minato03"].Login));
        Assert.EndsWith("/allow", browser.Address!.AbsolutePath, StringComparison.Ordinal);
    }

    private static string Words(TestBrowser browser, string selector) => string.Join(' ', browser.Text(selector).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static async Task<string> Sha256SumAsync(byte[] file)
    {
        using var program = Process.Start(new ProcessStartInfo("sha256sum") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await program.StandardInput.BaseStream.WriteAsync(file, Cancel);
        program.StandardInput.Close();
        var line = await program.StandardOutput.ReadToEndAsync(Cancel);
        await program.WaitForExitAsync(Cancel);
        return line.Split(' ')[0];
    }
}
