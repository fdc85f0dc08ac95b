using System.Net;
using Microsoft.AspNetCore.Builder;
using Warifu.Bank;
using Warifu.Tests.Postgres;
using Warifu.Wire.Registration;

namespace Warifu.Tests.Bank;

/// <summary>Two nodes of a bank behind the real haproxy: nothing of a session or a lock is in a node.</summary>
[Trait("takes", "long")]
public sealed class TwoNodesTests(TestCluster cluster)
{
    private const int Tries = 3;
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private static readonly IPAddress First = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Second = IPAddress.Parse("127.0.0.3");
    private static readonly IPAddress Front = IPAddress.Parse("127.0.0.4");
    private static readonly IPAddress Back = IPAddress.Parse("127.0.0.9");

    private static async Task<Node> NodeAsync(TestBank bank, IPAddress address)
    {
        var node = BankServer.Build(bank.Settings with { Listen = address, Proxies = [new IPNetwork(Back, 32)] });
        await node.StartAsync(Cancel);
        return new(node);
    }

    [Fact]
    public async Task A_session_begun_at_one_node_goes_on_at_the_other_and_a_revocation_counts_at_both()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await using var first = await NodeAsync(bank, First);
        await using var second = await NodeAsync(bank, Second);
        await using var balancer = await HaProxy.StartAsync(Front, Back, bank.Port, First, Second);
        var certificate = await bank.CertificateOfAsync("minato03");
        using var browser = bank.Browser(certificate, Front);
        await browser.OpenAsync(bank.Cert("/sign-in"));
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords["minato03"].Login));
        Assert.Equal("/", browser.Address!.AbsolutePath);
        for (var opening = 0; opening < 6; opening++)
        {
            using var connection = bank.Browser(certificate, Front);
            connection.Cookies.Add(browser.Cookies.GetAllCookies());
            await connection.OpenAsync(bank.Cert("/"));
            Assert.Equal((HttpStatusCode.OK, "/"), (connection.Status, connection.Address!.AbsolutePath));
        }
        Assert.All(await balancer.ConnectionsAsync(), count => Assert.True(count >= 3));
        // The client's address came through, not the balancer's.
        Assert.Equal("127.0.0.1", await bank.Database.InTenantAsync(TestBank.Code, work =>
            work.SingleAsync<string>("select from_address from history where act = 'signed-in'"), Cancel));

        Assert.Null((await bank.Operations.RevokeCertificateAsync(bank.Profile.Code, "minato03", RevocationReason.Superseded, Cancel)).Refusal);
        for (var opening = 0; opening < 2; opening++)
        {
            using var connection = bank.Browser(certificate, Front);
            connection.Cookies.Add(browser.Cookies.GetAllCookies());
            await connection.OpenAsync(bank.Cert("/"));
            Assert.Equal("certificate-revoked", connection.Code);
        }
    }

    [Fact]
    public async Task However_wrong_passwords_are_split_over_nodes_exactly_three_are_compared()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        await using var first = await NodeAsync(bank, First);
        await using var second = await NodeAsync(bank, Second);
        await using var balancer = await HaProxy.StartAsync(Front, Back, bank.Port, First, Second);
        var certificate = await bank.CertificateOfAsync("minato03");
        var browsers = Enumerable.Range(0, 12).Select(_ => bank.Browser(certificate, Front)).ToList();
        await Task.WhenAll(browsers.Select(browser => browser.OpenAsync(bank.Cert("/sign-in"))));
        await Task.WhenAll(browsers.Select(browser => browser.SubmitAsync("form.card", ("Password", "wrong"))));
        var codes = browsers.CountBy(browser => browser.Code ?? "").ToDictionary();
        Assert.Equal((Tries, browsers.Count - Tries), (codes["wrong-password"], codes["sign-in-locked"]));
        Assert.All(await balancer.ConnectionsAsync(), count => Assert.True(count >= browsers.Count / 2));
        using var right = bank.Browser(certificate, Front);
        await right.OpenAsync(bank.Cert("/sign-in"));
        await right.SubmitAsync("form.card", ("Password", TestBank.Passwords["minato03"].Login));
        Assert.Equal("sign-in-locked", right.Code);
        browsers.ForEach(browser => browser.Dispose());
    }

    [Fact]
    public async Task When_a_node_ends_the_other_carries_its_sessions_on()
    {
        await using var bank = await TestBank.StartAsync(cluster);
        var first = await NodeAsync(bank, First);
        await using var second = await NodeAsync(bank, Second);
        await using var balancer = await HaProxy.StartAsync(Front, Back, bank.Port, First, Second);
        var certificate = await bank.CertificateOfAsync("minato03");
        using var browser = bank.Browser(certificate, Front);
        await browser.OpenAsync(bank.Cert("/sign-in"));
        await browser.SubmitAsync("form.card", ("Password", TestBank.Passwords["minato03"].Login));
        await first.DisposeAsync();
        for (var opening = 0; opening < 3; opening++)
        {
            using var connection = bank.Browser(certificate, Front);
            connection.Cookies.Add(browser.Cookies.GetAllCookies());
            await Until.TrueAsync(() => OpensAsync(connection, bank.Cert("/")));
            Assert.Equal("/", connection.Address!.AbsolutePath);
        }
    }

    /// <summary>The balancer learns by its next check that a node is gone; until then a connection may break.</summary>
    private static async Task<bool> OpensAsync(TestBrowser browser, string address)
    {
        try
        {
            await browser.OpenAsync(address);
            return browser.Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private sealed class Node(WebApplication app) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await app.StopAsync(Cancel);
            await app.DisposeAsync();
        }
    }
}
