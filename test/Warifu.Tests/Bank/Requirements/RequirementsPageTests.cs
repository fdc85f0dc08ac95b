using System.Net;
using System.Net.Http.Json;
using Warifu.Bank.Requirements;
using Warifu.Tests.Postgres;
using Warifu.Wire;

namespace Warifu.Tests.Bank.Requirements;

public sealed class RequirementsPageTests(TestCluster cluster)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static string Standing(TestBrowser browser, string name) => browser.Page.QuerySelector($"[data-requirement={name}]")!.GetAttribute("data-standing")!;

    [Fact]
    public async Task The_public_page_judges_the_connection_and_leaves_to_the_browser_what_only_it_can_measure()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = bank.Browser();
        await browser.OpenAsync(bank.Www("/"));
        await browser.FollowAsync("a[href='/requirements']");
        Assert.Equal(HttpStatusCode.OK, browser.Status);
        foreach (var name in (string[])["tls", "cipher", "http"])
            Assert.Equal("good", Standing(browser, name));
        Assert.Equal("TLS 1.3", browser.Text("[data-requirement=tls] .measured"));
        Assert.Equal("bad", Standing(browser, "javascript"));
        foreach (var name in (string[])["screen", "clock", "cookie", "certificate"])
            Assert.Equal("warn", Standing(browser, name));
        await browser.OpenAsync(bank.Www("/requirements"));
        Assert.Equal("good", Standing(browser, "cookie"));
    }

    [Fact]
    public async Task Each_row_shows_one_verdict_with_a_sentence_and_a_way_out_where_something_is_wanting()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var browser = bank.Browser();
        foreach (var language in (string[])["ja", "en"])
        {
            await browser.OpenAsync(bank.Www($"/requirements?lang={language}"));
            foreach (var row in browser.Page.QuerySelectorAll("[data-requirement]"))
            {
                Assert.Single(row.QuerySelectorAll(".state:not([hidden])"));
                Assert.True(row.QuerySelector("div:not([hidden]) p")!.TextContent.Trim().Length > 8);
            }
        }
    }

    [Fact]
    public async Task On_the_certificate_face_the_certificate_is_judged_as_at_sign_in()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var certificate = await bank.CertificateOfAsync("minato03");
        using var with = bank.Browser(certificate);
        await with.OpenAsync(bank.Cert("/requirements"));
        Assert.Equal(("good", "minato03"), (Standing(with, "certificate"), with.Text("[data-requirement=certificate] .measured")));
        bank.Time.Advance(TimeSpan.FromDays(366));
        await with.OpenAsync(bank.Cert("/requirements"));
        Assert.Equal(("bad", "certificate-expired"), (Standing(with, "certificate"), with.Text("[data-requirement=certificate] .measured")));
        using var without = bank.Browser();
        await without.OpenAsync(bank.Cert("/requirements"));
        Assert.Equal(("bad", "certificate-not-offered"), (Standing(without, "certificate"), without.Text("[data-requirement=certificate] .measured")));
    }

    [Fact]
    public async Task Our_side_tells_our_time_and_whether_the_cookie_came()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        using var program = bank.PlainClient();
        Assert.Equal(new OurSide(bank.Time.GetUtcNow().ToUnixTimeMilliseconds(), Cookie: false), await program.GetFromJsonAsync<OurSide>(bank.Www("/requirements/ours"), WireJson.Options, Cancel));
        using var page = await program.GetAsync(bank.Www("/requirements"), Cancel);
        Assert.True((await program.GetFromJsonAsync<OurSide>(bank.Www("/requirements/ours"), WireJson.Options, Cancel))!.Cookie);
    }
}
