using System.Diagnostics;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Warifu.Bench.SignIn;

/// <summary>Opens one page again and again: HTTP/2 on two connections that have shown the certificate, several requests under way on each.</summary>
/// <param name="streams">Requests under way on each connection.</param>
internal sealed class PageLoad(X509Certificate2 certificate, int streams = 8) : IDisposable
{
    private const int Connections = 2;

    private readonly HttpClient[] clients = [.. Enumerable.Range(0, Connections).Select(_ => new HttpClient(new SocketsHttpHandler
    {
        UseCookies = false,
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        },
    })
    {
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
    })];

    public async Task<byte[]> PageAsync(Uri page, string cookies, CancellationToken cancel) => await AskAsync(clients[0], Page(page, cookies), cancel);

    public Task<byte[]> AnswerAsync(HttpRequestMessage request, CancellationToken cancel, HttpStatusCode expected = HttpStatusCode.OK) =>
        AskAsync(clients[0], request, cancel, expected);

    /// <returns>Pages in a second.</returns>
    public Task<double> RunAsync(Uri page, string cookies, int count, CancellationToken cancel) => RunAsync(_ => Page(page, cookies), count, cancel);

    /// <param name="make">The request with this number, from <paramref name="count"/> - 1 down to 0.</param>
    /// <returns>Answers in a second.</returns>
    public async Task<double> RunAsync(Func<int, HttpRequestMessage> make, int count, CancellationToken cancel)
    {
        var left = count;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections * streams).Select(at => Task.Run(async () =>
        {
            while (Interlocked.Decrement(ref left) is >= 0 and var number)
                await AskAsync(clients[at % Connections], make(number), cancel);
        }, cancel)));
        return count / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    public void Dispose() => Array.ForEach(clients, client => client.Dispose());

    private static HttpRequestMessage Page(Uri page, string cookies) => new(HttpMethod.Get, page) { Headers = { { "Accept", "text/html" }, { "Cookie", cookies } } };

    private static async Task<byte[]> AskAsync(
        HttpClient client, HttpRequestMessage asked, CancellationToken cancel, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = asked;
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        using var answer = await client.SendAsync(request, cancel);
        return answer.StatusCode == expected
            ? await answer.Content.ReadAsByteArrayAsync(cancel)
            : throw new InvalidOperationException($"{request.RequestUri} answered {answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancel)}");
    }
}
