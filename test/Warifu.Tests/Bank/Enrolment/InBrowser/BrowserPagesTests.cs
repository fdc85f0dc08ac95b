using System.Net;
using System.Text.Json;
using Warifu.Bank.Enrolment.InBrowser;
using Warifu.Tests.Postgres;

namespace Warifu.Tests.Bank.Enrolment.InBrowser;

/// <summary>What the pages answer to a browser, and to somebody who is none.</summary>
public sealed class BrowserPagesTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static (string Name, string Value)[] Fields(AcquisitionAsked asked) =>
    [
        ("LoginId", asked.LoginId), ("Password", asked.Password), ("Acquisition", asked.Acquisition), ("RequestKey", $"{asked.RequestKey}"),
        ("Csr", Convert.ToBase64String(asked.Csr)),
    ];

    [Fact]
    public async Task The_form_is_answered_with_a_certificate_and_its_key_is_over_after_the_first_sign_in()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var key = BrowserBank.NewKey();
        using var browser = bank.Browser();
        var asked = BrowserBank.Asked(key);
        Assert.False(await IsOverAsync(bank, asked.RequestKey));
        await browser.OpenAsync(bank.Www("/certificates"));
        Assert.Equal(AcquireInBrowserModel.Path, browser.Address!.AbsolutePath);
        await browser.SubmitAllAsync("form[data-step=ask]", Fields(asked));
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        var issued = JsonDocument.Parse(browser.Page.Body!.TextContent).RootElement;
        Assert.Equal(BrowserBank.User, issued.GetProperty("commonName").GetString());
        Assert.Equal(2, issued.GetProperty("chain").GetArrayLength());
        Assert.False(await IsOverAsync(bank, asked.RequestKey));
        var certificate = Warifu.Pki.Certificates.Certificate.Read(issued.GetProperty("certificate").GetBytesFromBase64()).Value;
        using var signedIn = await bank.SignedInAsync(BrowserBank.User, certificate.With(key));
        Assert.True(await IsOverAsync(bank, asked.RequestKey));
        Assert.Equal(bank.Www($"{KeptElsewhereModel.Path}#passing"), Next(signedIn));
        await signedIn.OpenAsync(bank.Cert("/" + KeptElsewhereModel.Back));
        Assert.Equal("", Next(signedIn));
        bank.Time.Advance(TimeSpan.FromMinutes(1));
        using var again = await bank.SignedInAsync(BrowserBank.User, certificate.With(key));
        Assert.Equal("", Next(again));
    }

    [Fact]
    public async Task A_request_from_elsewhere_and_one_that_cannot_be_read_are_refused()
    {
        await using var bank = await BrowserBank.StartAsync(cluster);
        using var key = BrowserBank.NewKey();
        var asked = BrowserBank.Asked(key);
        using (var stranger = bank.PlainClient())
        {
            using var answer = await stranger.PostAsync(bank.Www(AcquireInBrowserModel.Path),
                new FormUrlEncodedContent(Fields(asked).Select(field => KeyValuePair.Create(field.Name, field.Value))), Cancel);
            Assert.Contains("form-expired", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }
        using var browser = bank.Browser();
        foreach (var (name, value) in ((string, string)[])[("RequestKey", ""), ("Csr", "@@@"), ("Csr", new string('A', 40_000))])
        {
            await browser.OpenAsync(bank.Www(AcquireInBrowserModel.Path));
            await browser.SubmitAllAsync("form[data-step=ask]", [.. Fields(asked).Where(field => field.Name != name), (name, value)]);
            Assert.Contains("request-malformed", browser.Page.Body!.TextContent, StringComparison.Ordinal);
        }
        Assert.Empty(await bank.StatesAsync());
    }

    [Fact]
    public async Task Without_script_the_page_says_what_is_needed_and_names_the_program_where_there_is_one()
    {
        foreach (var hasPassword in (bool[])[true, false])
        {
            await using var bank = await BrowserBank.StartAsync(cluster, policy => policy with { AcquisitionPassword = hasPassword });
            using var browser = bank.Browser();
            await browser.OpenAsync(bank.Www(AcquireInBrowserModel.Path));
            var needs = browser.Page.QuerySelector("[data-step=needs]")!;
            Assert.False(needs.HasAttribute("hidden"));
            Assert.True(browser.Page.QuerySelector("form[data-step=ask]")!.HasAttribute("hidden"));
            Assert.Equal(!hasPassword, needs.TextContent.Contains("証明書発行アプリ", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_bank_without_it_says_so()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = bank.Browser();
        await browser.OpenAsync(bank.Www(AcquireInBrowserModel.Path));
        Assert.Equal("not-in-browser-here", browser.Code);
    }

    /// <summary>Where the home page goes by; empty where it stays.</summary>
    private static string? Next(TestBrowser home) => home.Page.QuerySelector("script[src*='kept-pairs-check']")!.GetAttribute("data-next");

    private static async Task<bool> IsOverAsync(TestBank bank, Guid key)
    {
        using var client = bank.PlainClient();
        var answer = await client.GetStringAsync(bank.Www($"/certificates/browser/standing?key={key}"), Cancel);
        return JsonDocument.Parse(answer).RootElement.GetProperty("isOver").GetBoolean();
    }
}
