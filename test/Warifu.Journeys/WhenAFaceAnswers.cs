using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Warifu.Web.Faces;

namespace Warifu.Journeys;

/// <summary>What every answer of every face of every party carries, whether it is a page, a style or a refusal.</summary>
public sealed class WhenAFaceAnswers(TheWorld world)
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static readonly Dictionary<string, string> Headers = new()
    {
        ["X-Content-Type-Options"] = "nosniff",
        ["X-Frame-Options"] = "DENY",
        ["Referrer-Policy"] = "no-referrer",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Cross-Origin-Resource-Policy"] = "same-origin",
    };

    private IEnumerable<(Face Face, FaceAddress Address)> Places =>
        from party in world.World.Parties
        from face in party.Services.GetRequiredService<FaceTable>().Faces
        from address in face.Addresses
        select (face, address);

    [Fact]
    public async Task It_carries_the_security_headers_whatever_was_asked()
    {
        using var client = BareClient.New();
        var answered = 0;
        foreach (var (face, address) in Places)
            foreach (var path in (string[])["/", "/site.css", "/nothing-here"])
            {
                using var answer = await AskAsync(client, address.Origin(face.Certificate is not null) + path);
                var where = $"{face.Owner} {face.Name} at {address.HostName}{path}";
                foreach (var (name, value) in Headers)
                    Assert.True(Header(answer, name) == value, $"{where}: {name}");
                Assert.NotNull(answer.Headers.CacheControl);
                Assert.Matches("^camera=\\(\\)", Header(answer, "Permissions-Policy"));
                Assert.Null(Header(answer, "Server"));
                Assert.Null(Header(answer, "Access-Control-Allow-Origin"));
                var policy = Header(answer, "Content-Security-Policy")!;
                Assert.StartsWith("default-src 'none'; ", policy, StringComparison.Ordinal);
                Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
                Assert.Contains("base-uri 'none'", policy, StringComparison.Ordinal);
                Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
                // On localhost it would bind every other program of the developer; without TLS a browser ignores it.
                var bound = face.Certificate is not null && address.HostName != "localhost";
                Assert.True(Header(answer, "Strict-Transport-Security") == (bound ? "max-age=31536000" : null), $"{where}: Strict-Transport-Security");
                answered++;
            }
        Assert.True(answered > 60, $"Only {answered} were asked: are all parties there?");
    }

    [Fact]
    public async Task Its_pages_have_neither_scripts_nor_styles_within_and_its_cookies_are_of_the_host_alone()
    {
        using var client = BareClient.New();
        client.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        var cookies = 0;
        foreach (var (face, address) in Places.Where(place => place.Face.Certificate is not null))
            foreach (var path in (string[])["/", "/sign-in", "/requirements", "/certificates"])
            {
                using var answer = await AskAsync(client, address.Origin(tls: true) + path + "?lang=ja");
                var page = await answer.Content.ReadAsStringAsync(Cancel);
                Assert.DoesNotMatch(new Regex("<script(?![^>]*\\bsrc=)|<style|\\sstyle=|\\son[a-z]+=|javascript:", RegexOptions.IgnoreCase), page);
                foreach (var cookie in answer.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
                {
                    cookies++;
                    Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
                    foreach (var part in (string[])["; path=/", "; secure", "; httponly", "; samesite="])
                        Assert.Contains(part, cookie, StringComparison.OrdinalIgnoreCase);
                    Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
                }
            }
        Assert.True(cookies > 20, $"Only {cookies} cookies.");
    }

    private static async Task<HttpResponseMessage> AskAsync(HttpClient client, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await client.SendAsync(request, Cancel);
    }

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
