using System.Net;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Consents;

/// <summary>The user's side of a link where the contract signs in by ID and password (seed 002).</summary>
public sealed class ConsentByIdTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_contract_by_ID_allows_by_ID_and_password()
    {
        await using var bank = await BankByIdAsync();
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await AtSignInAsync(bank, service);
        await browser.SubmitAsync("form", ("LoginId", "minato03"), ("Password", "wrong"));
        Assert.Equal("sign-in-by-id-refused", browser.Code);
        await SignInAsync(browser, "minato03");
        Assert.EndsWith("/allow", browser.Address!.AbsolutePath, StringComparison.Ordinal);
        Assert.Equal("www.asagiri.test", browser.Address!.Host);
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.StartsWith(service.RedirectUri, browser.Address!.AbsoluteUri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_same_browser_the_form_of_who_signed_in_before_is_not_the_answer_of_who_signed_in_since()
    {
        await using var bank = await BankByIdAsync();
        using var service = await LinkedService.RegisterAsync(bank);
        using var browser = await AtSignInAsync(bank, service);
        var terms = browser.Address!.AbsoluteUri;
        await SignInAsync(browser, "minato02");
        var read = browser.Page;
        await browser.OpenAsync(terms);
        await SignInAsync(browser, "minato03");
        Assert.Contains("minato03", browser.Text(".person"), StringComparison.Ordinal);
        var later = browser.Page;
        // Both pages say the same, so that only whose form it is tells them apart.
        browser.Page = read;
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.Equal((HttpStatusCode.Conflict, "consent-signed-in-since"), (browser.Status, browser.Code));
        Assert.Contains("minato03", browser.Text(".person"), StringComparison.Ordinal);
        Assert.DoesNotContain("link-allowed", await bank.ActsAsync());
        browser.Page = later;
        await browser.SubmitAllAsync("form.card", [("GoOn", "true"), ("Answer", "allow")]);
        Assert.StartsWith(service.RedirectUri, browser.Address!.AbsoluteUri, StringComparison.Ordinal);
        Assert.Equal("minato03", await bank.Database.InTenantAsync(TestBank.Code, work => work.SingleAsync<string>("select login_id from api_grant join customer_user using (bank_code, user_id)"), Cancel));
    }

    private async Task<TestBank> BankByIdAsync()
    {
        var bank = await LinkedBank.StartAsync(cluster);
        await bank.ExecuteAsync("update contract set sign_in_method = 'id'");
        return bank;
    }

    private static async Task<TestBrowser> AtSignInAsync(TestBank bank, LinkedService service)
    {
        var browser = bank.Browser();
        await browser.OpenAsync(service.AuthorizeAddress(await service.PushAsync(request => request["authorization_details"] = """[{"type":"balances"}]""")));
        return browser;
    }

    private static Task SignInAsync(TestBrowser browser, string user) =>
        browser.SubmitAsync("form", ("LoginId", user), ("Password", TestBank.Passwords[user].Login));
}
