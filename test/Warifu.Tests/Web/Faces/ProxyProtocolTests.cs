using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Warifu.Web.Faces;

namespace Warifu.Tests.Web.Faces;

public sealed class ProxyProtocolTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static Task<TestParty> StartAsync(params string[] proxies) => TestParty.StartAsync(
        app => app.MapGet("/from", (HttpContext context) => $"{context.Connection.RemoteIpAddress}").WithMetadata(new OnFaceAttribute("www")),
        [.. proxies.Select(IPNetwork.Parse)]);

    private static Task<string> FromAsync(TestParty party, byte[]? before)
    {
        var client = party.Client(before: before);
        return client.GetStringAsync($"https://www.asagiri.test:{party.Port}/from", Cancel);
    }

    [Fact]
    public async Task Behind_a_configured_balancer_the_client_keeps_its_address()
    {
        await using var party = await StartAsync("192.0.2.0/24", "127.0.0.1/32");
        Assert.Equal("203.0.113.7", await FromAsync(party, ProxyHeaderTests.OverIPv4));
    }

    [Fact]
    public async Task A_configured_balancer_that_sends_no_header_is_dropped()
    {
        await using var party = await StartAsync("127.0.0.0/8");
        await Assert.ThrowsAsync<HttpRequestException>(() => FromAsync(party, null));
    }

    [Fact]
    public async Task From_anywhere_else_the_header_is_not_believed_and_without_it_the_address_is_the_connections()
    {
        await using var party = await StartAsync("192.0.2.0/24");
        await Assert.ThrowsAsync<HttpRequestException>(() => FromAsync(party, ProxyHeaderTests.OverIPv4));
        Assert.Equal("127.0.0.1", await FromAsync(party, null));
    }

    [Fact]
    public async Task Where_none_is_configured_nobody_is_believed()
    {
        await using var party = await StartAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => FromAsync(party, ProxyHeaderTests.OverIPv4));
    }
}
