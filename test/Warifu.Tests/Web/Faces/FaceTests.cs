using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Tests.Web.Faces;

public sealed class FaceTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static Task<TestParty> StartAsync() => TestParty.StartAsync(app =>
    {
        app.MapGet("/where", (HttpContext context) => context.Face().Name).WithMetadata(new OnFaceAttribute("www", "cert"));
        app.MapGet("/inside", () => "inside").WithMetadata(new OnFaceAttribute("cert"));
        app.MapGet("/", () => "top of www").WithMetadata(new OnFaceAttribute("www"));
        app.MapGet("/", () => "top of cert").WithMetadata(new OnFaceAttribute("cert"));
        app.MapGet("/nowhere", () => "never seen");
        app.MapGet("/who", (HttpContext context) => context.CertificateSha256() is { } hash ? Convert.ToHexStringLower(hash) : "none").WithMetadata(new OnFaceAttribute("www", "cert"));
        app.MapGet("/break", string () => throw new InvalidOperationException("secret detail")).WithMetadata(new OnFaceAttribute("www"));
    });

    [Fact]
    public async Task A_face_is_chosen_by_the_server_name()
    {
        await using var party = await StartAsync();
        using var client = party.Client();
        Assert.Equal("www", await client.GetStringAsync($"https://www.asagiri.test:{party.Port}/where", Cancel));
        Assert.Equal("cert", await client.GetStringAsync($"https://cert.asagiri.test:{party.Port}/where", Cancel));
    }

    [Fact]
    public async Task An_unknown_name_is_refused_in_the_handshake()
    {
        await using var party = await StartAsync();
        using var client = party.Client();
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync($"https://elsewhere.test:{party.Port}/where", Cancel));
    }

    [Fact]
    public async Task A_host_that_differs_from_the_server_name_gets_421()
    {
        await using var party = await StartAsync();
        using var client = party.Client();
        // .NET takes the server name from Host; a browser that coalesces connections does not. So speak HTTP/1.1 by hand.
        Assert.StartsWith("HTTP/1.1 421", await RawAsync(party, serverName: "www.asagiri.test", host: "cert.asagiri.test"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200", await RawAsync(party, serverName: "cert.asagiri.test", host: "cert.asagiri.test"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_stands_on_another_face_or_on_none_is_not_there()
    {
        await using var party = await StartAsync();
        using var client = party.Client();
        Assert.Equal("inside", await client.GetStringAsync($"https://cert.asagiri.test:{party.Port}/inside", Cancel));
        foreach (var path in (string[])["/inside", "/nowhere", "/missing"])
            Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync($"https://www.asagiri.test:{party.Port}{path}", Cancel)).StatusCode);
    }

    [Fact]
    public async Task Two_faces_may_each_have_their_own_page_at_one_path()
    {
        await using var party = await StartAsync();
        using var client = party.Client();
        Assert.Equal("top of www", await client.GetStringAsync($"https://www.asagiri.test:{party.Port}/", Cancel));
        Assert.Equal("top of cert", await client.GetStringAsync($"https://cert.asagiri.test:{party.Port}/", Cancel));
    }

    [Fact]
    public async Task The_certificate_of_the_connection_is_known_where_it_is_asked_for_and_nowhere_else()
    {
        await using var party = await StartAsync();
        using var certificate = TestParty.SelfSigned("CN=user");
        using var client = party.Client(certificate);
        var expected = Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
        Assert.Equal(expected, await client.GetStringAsync($"https://cert.asagiri.test:{party.Port}/who", Cancel));
        Assert.Equal("none", await client.GetStringAsync($"https://www.asagiri.test:{party.Port}/who", Cancel));
    }

    [Fact]
    public async Task Requests_that_are_the_first_of_their_connection_together_all_know_its_certificate()
    {
        const int together = 64;
        await using var party = await StartAsync();
        using var certificate = TestParty.SelfSigned("CN=client");
        var expected = Convert.ToHexStringLower(SHA256.HashData(certificate.RawData));
        for (var connection = 0; connection < 8; connection++)
        {
            using var client = party.Client(certificate);
            var asked = Enumerable.Range(0, together).Select(_ => client.SendAsync(
                new HttpRequestMessage(HttpMethod.Get, $"https://cert.asagiri.test:{party.Port}/who") { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact }, Cancel));
            foreach (var answer in await Task.WhenAll(asked))
                Assert.Equal(expected, await answer.Content.ReadAsStringAsync(Cancel));
        }
    }

    [Fact]
    public async Task A_program_gets_a_problem_and_a_person_a_page_and_neither_gets_the_detail()
    {
        await using var party = await StartAsync();
        using var client = party.Client();
        var address = $"https://www.asagiri.test:{party.Port}/break";
        using var forProgram = await client.GetAsync(address, Cancel);
        Assert.Equal("application/problem+json", forProgram.Content.Headers.ContentType?.MediaType);
        Assert.Equal("internal-error", (await forProgram.Content.ReadFromJsonAsync<Problem>(WireJson.Options, Cancel))!.Code);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        foreach (var (language, words) in (IEnumerable<(string, string)>)[("ja", "処理中に問題が起きました"), ("en", "Something went wrong here")])
        {
            using var forPerson = await client.GetAsync($"{address}?lang={language}", Cancel);
            Assert.Equal(HttpStatusCode.InternalServerError, forPerson.StatusCode);
            var page = await forPerson.Content.ReadAsStringAsync(Cancel);
            Assert.Contains(words, WebUtility.HtmlDecode(page), StringComparison.Ordinal);
            Assert.DoesNotContain("secret detail", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Every_answer_carries_the_security_headers()
    {
        await using var party = await StartAsync();
        using var client = party.Client();
        using var answer = await client.GetAsync($"https://www.asagiri.test:{party.Port}/where", Cancel);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.Equal("no-referrer", answer.Headers.GetValues("Referrer-Policy").Single());
        Assert.Equal("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single());
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Contains($"form-action 'self' https://cert.asagiri.test:{party.Port}", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-inline", policy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assets_are_served_with_a_version_that_may_be_kept()
    {
        await using var party = await StartAsync();
        using var client = party.Client();
        using var answer = await client.GetAsync($"https://www.asagiri.test:{party.Port}/site.css?v=1", Cancel);
        Assert.Equal("text/css", answer.Content.Headers.ContentType?.MediaType);
        Assert.Contains("immutable", answer.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
    }

    private static async Task<string> RawAsync(TestParty party, string serverName, string host)
    {
        using var tcp = new System.Net.Sockets.TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, party.Port, Cancel);
        await using var tls = new System.Net.Security.SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new System.Net.Security.SslClientAuthenticationOptions
        {
            TargetHost = serverName,
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        }, Cancel);
        await tls.WriteAsync(System.Text.Encoding.ASCII.GetBytes($"GET /where HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), Cancel);
        using var reader = new StreamReader(tls);
        return await reader.ReadToEndAsync(Cancel);
    }
}
