using System.Net;

namespace Warifu.Tests.Desk.Shell;

public sealed class GateTests : IAsyncLifetime
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private DeskProcess desk = null!;

    public async ValueTask InitializeAsync() => desk = await DeskProcess.StartAsync();

    public ValueTask DisposeAsync() => desk.DisposeAsync();

    [Theory]
    [InlineData("/")]
    [InlineData("/open")]
    [InlineData("/certificates/1")]
    [InlineData("/site.css")]
    [InlineData("/look.css")]
    [InlineData("/arrive?address=warifu:open")]
    public async Task A_stranger_on_this_PC_sees_neither_page_nor_asset(string path)
    {
        using var stranger = desk.Browser();
        await IsRefusedAsync(await stranger.GetAsync(path, Cancel), HttpStatusCode.Forbidden, "desk-not-admitted");
        await IsRefusedAsync(await stranger.PostAsync(path, new FormUrlEncodedContent([]), Cancel), HttpStatusCode.Forbidden, "desk-not-admitted");
    }

    [Fact]
    public async Task The_one_time_token_lets_one_browser_in_and_no_second()
    {
        using var window = desk.Browser();
        var address = desk.Server.Admit();
        var entered = await window.GetAsync(address, Cancel);
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        var cookie = Assert.Single(entered.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await window.GetAsync("/site.css", Cancel)).StatusCode);

        using var second = desk.Browser();
        await IsRefusedAsync(await second.GetAsync(address, Cancel), HttpStatusCode.Forbidden, "desk-not-admitted");
        await IsRefusedAsync(await second.GetAsync("/", Cancel), HttpStatusCode.Forbidden, "desk-not-admitted");
    }

    [Fact]
    public async Task A_token_that_nobody_used_for_two_minutes_is_worth_nothing()
    {
        var address = desk.Server.Admit();
        desk.Time.Advance(TimeSpan.FromSeconds(121));
        using var late = desk.Browser();
        await IsRefusedAsync(await late.GetAsync(address, Cancel), HttpStatusCode.Forbidden, "desk-not-admitted");
    }

    [Theory]
    [InlineData("localhost:{0}")]
    [InlineData("rebound.attacker.test:{0}")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:1")]
    [InlineData("127.0.0.1.attacker.test:{0}")]
    public async Task Under_another_name_even_the_right_cookie_is_refused(string host)
    {
        using var window = await desk.AdmittedAsync();
        using var rebound = new HttpRequestMessage(HttpMethod.Get, "/site.css") { Headers = { Host = string.Format(host, desk.Server.Port) } };
        await IsRefusedAsync(await window.SendAsync(rebound, Cancel), HttpStatusCode.MisdirectedRequest, "desk-wrong-host");
        var address = desk.Server.Admit();
        using var entering = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Host = string.Format(host, desk.Server.Port) } };
        await IsRefusedAsync(await window.SendAsync(entering, Cancel), HttpStatusCode.MisdirectedRequest, "desk-wrong-host");
    }

    [Theory]
    [InlineData("Origin", "https://www.asagiri.test")]
    [InlineData("Origin", "http://127.0.0.1:1")]
    [InlineData("Origin", "http://localhost")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_page_from_elsewhere_is_refused_although_the_browser_sends_the_cookie(string header, string value)
    {
        using var window = await desk.AdmittedAsync();
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Post])
        {
            using var foreign = new HttpRequestMessage(method, "/open");
            foreign.Headers.Add(header, value);
            await IsRefusedAsync(await window.SendAsync(foreign, Cancel), HttpStatusCode.Forbidden, "desk-foreign-page");
        }
    }

    [Theory]
    [InlineData("//attacker.test/")]
    [InlineData("/\\attacker.test/")]
    [InlineData("https://attacker.test/")]
    [InlineData("\"><script>alert(1)</script>")]
    public async Task The_way_in_leads_nowhere_else(string next)
    {
        using var window = desk.Browser();
        var bare = desk.Server.Admit().AbsoluteUri.Split("&next=")[0];
        var page = await window.GetStringAsync(new Uri($"{bare}&next={Uri.EscapeDataString(next)}"), Cancel);
        Assert.Contains("url=/\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("attacker", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_another_program_is_refused_for_want_of_our_token()
    {
        using var window = await desk.AdmittedAsync();
        var answer = await window.PostAsync("/open", new FormUrlEncodedContent([new("How", "Passphrase"), new("Passphrase", "chosen by somebody else"), new("Again", "chosen by somebody else")]), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(Warifu.Desk.Keys.Vault.IsIn(desk.Home));
    }

    [Fact]
    public async Task Only_this_machine_is_listened_to() =>
        await Assert.ThrowsAnyAsync<HttpRequestException>(async () =>
        {
            var elsewhere = (await Dns.GetHostAddressesAsync(Dns.GetHostName(), Cancel)).FirstOrDefault(address => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork && !IPAddress.IsLoopback(address));
            Assert.SkipWhen(elsewhere is null, "This machine has no address but loopback.");
            using var client = new HttpClient();
            await client.GetAsync(new Uri($"http://{elsewhere}:{desk.Server.Port}/"), Cancel);
        });

    private static async Task IsRefusedAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        Assert.Equal(status, answer.StatusCode);
        Assert.Contains($"({code})", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }
}
