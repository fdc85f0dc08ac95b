using System.Net;
using System.Text.Json;
using Warifu.Bank.Enrolment.InBrowser;
using Warifu.Bank.Replacements.InBrowser;
using Warifu.Tests.Bank.Enrolment.InBrowser;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Replacements.InBrowser;

/// <summary>minato03's new PC has only a browser; minato02 approves.</summary>
public sealed class NewPcInBrowserTests(TestCluster cluster)
{
    private const string User = BrowserBank.User;
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_asks_and_waits_and_the_same_request_acquires_and_ends_the_old_certificate_with_its_first_use()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var old = await bank.CertificateOfAsync(User);
        using var colleague = await bank.SignedInAsync("minato02");
        using var key = BrowserBank.NewKey();
        var acquisition = BrowserBank.Asked(key);
        using var browser = bank.Browser();
        var asked = await AskAsync(bank, browser, acquisition);
        Assert.Equal("Waiting", asked.GetProperty("state").GetString());
        Assert.Contains("年", asked.GetProperty("codeEnds").GetString(), StringComparison.Ordinal);
        Assert.Equal("certificate-still-valid", (await bank.AcquireAsync(acquisition)).Refusal!.Code);
        Assert.False(await IsOverAsync(bank, acquisition.RequestKey));

        await colleague.OpenAsync(bank.Cert("/replacements"));
        await colleague.SubmitAsync("form.approve", ("Code", asked.GetProperty("code").GetString()!), ("Confirmation", "Confirm-0002"));
        Assert.Equal("Approved", (await StandingAsync(bank, browser, acquisition)).GetProperty("state").GetString());
        Assert.Equal("certificate-still-valid", (await bank.AcquireAsync(acquisition)).Refusal!.Code);
        bank.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal("Open", (await StandingAsync(bank, browser, acquisition)).GetProperty("state").GetString());
        using var another = BrowserBank.NewKey();
        Assert.Equal("certificate-still-valid", (await bank.AcquireAsync(BrowserBank.Asked(another))).Refusal!.Code);
        var issued = (await bank.AcquireAsync(acquisition)).Value;
        Assert.Equal(issued.Serial, (await bank.AcquireAsync(acquisition)).Value.Serial);
        Assert.Equal(["active", "active"], await bank.StatesAsync());

        using var made = issued.With(key);
        using var signedIn = await bank.SignedInAsync(User, made);
        Assert.Equal(["revoked", "active"], await bank.StatesAsync());
        Assert.True(await IsOverAsync(bank, acquisition.RequestKey));
        // The key is kept under the public face, as that of any acquisition.
        Assert.Equal(bank.Www($"{KeptElsewhereModel.Path}#passing"), signedIn.Page.QuerySelector("script[src*='kept-pairs-check']")!.GetAttribute("data-next"));
        using var refused = bank.Browser(old);
        await refused.OpenAsync(bank.Cert("/sign-in"));
        Assert.Equal("certificate-replaced", refused.Code);
    }

    [Fact]
    public async Task A_request_that_was_stopped_leaves_no_key_in_the_browser()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        await bank.CertificateOfAsync(User);
        using var colleague = await bank.SignedInAsync("minato02");
        using var key = BrowserBank.NewKey();
        var acquisition = BrowserBank.Asked(key);
        using var browser = bank.Browser();
        await AskAsync(bank, browser, acquisition);
        await colleague.OpenAsync(bank.Cert("/replacements"));
        await colleague.SubmitAsync("form.stop");
        Assert.Equal("Stopped", (await StandingAsync(bank, browser, acquisition)).GetProperty("state").GetString());
        Assert.True(await IsOverAsync(bank, acquisition.RequestKey));
    }

    [Fact]
    public async Task What_cannot_be_had_this_way_says_so()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var key = BrowserBank.NewKey();
        var acquisition = BrowserBank.Asked(key);
        using var browser = bank.Browser();
        await SendAsync(bank, browser, acquisition);
        Assert.Equal("replacement-not-needed", browser.Code);
        await LookAsync(bank, browser, acquisition);
        Assert.Equal("replacement-unknown", browser.Code);
        await SendAsync(bank, browser, acquisition with { RequestKey = Guid.Empty });
        Assert.Equal("request-malformed", browser.Code);
        await using var onPaper = await BrowserBank.StartAsync(cluster, policy => policy with { ReplacementWait = null });
        using var other = onPaper.Browser();
        await other.OpenAsync(onPaper.Www(NewPcInBrowserModel.Path));
        Assert.Equal("replacement-not-offered", other.Code);
        await other.OpenAsync(onPaper.Www(AcquireInBrowserModel.Path));
        Assert.Null(other.Page.QuerySelector($"a[href='{NewPcInBrowserModel.Path}']"));
    }

    private static async Task<JsonElement> AskAsync(TestBank bank, TestBrowser browser, AcquisitionAsked asked)
    {
        await SendAsync(bank, browser, asked);
        return Answered(browser);
    }

    private static async Task<JsonElement> StandingAsync(TestBank bank, TestBrowser browser, AcquisitionAsked asked)
    {
        await LookAsync(bank, browser, asked);
        return Answered(browser);
    }

    private static async Task SendAsync(TestBank bank, TestBrowser browser, AcquisitionAsked asked)
    {
        await browser.OpenAsync(bank.Www(NewPcInBrowserModel.Path));
        await browser.SubmitAllAsync("form[data-step=ask]",
            [("LoginId", asked.LoginId), ("Password", asked.Password), ("Pc", "新しいPC"), ("RequestKey", $"{asked.RequestKey}")]);
    }

    private static async Task LookAsync(TestBank bank, TestBrowser browser, AcquisitionAsked asked)
    {
        await browser.OpenAsync(bank.Www(NewPcInBrowserModel.Path));
        await browser.SubmitToAsync("form[data-step=ask]", "?handler=Standing", ("RequestKey", $"{asked.RequestKey}"));
    }

    private static JsonElement Answered(TestBrowser browser)
    {
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        return JsonDocument.Parse(browser.Page.Body!.TextContent).RootElement;
    }

    private static async Task<bool> IsOverAsync(TestBank bank, Guid key)
    {
        using var client = bank.PlainClient();
        return JsonDocument.Parse(await client.GetStringAsync(bank.Www($"/certificates/browser/standing?key={key}"), Cancel)).RootElement.GetProperty("isOver").GetBoolean();
    }
}
