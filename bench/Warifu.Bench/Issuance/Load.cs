using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Warifu.Bench.Issuance;

/// <param name="PerSecond">Answers in a second.</param>
/// <param name="LateMilliseconds">99 of 100 answers came sooner.</param>
internal sealed record Pace(double PerSecond, double LateMilliseconds);

/// <summary>Asks as fast as it is answered: HTTP/2 over mutual TLS on a few connections, bodies made beforehand, each sent once.</summary>
internal sealed class Load : IDisposable
{
    private const int Connections = 2;

    /// <summary>Requests under way on each connection.</summary>
    private const int Streams = 64;

    private readonly HttpClient[] clients;

    public Load(X509Certificate2 registration, X509Certificate2 root) =>
        clients = [.. Enumerable.Range(0, Connections).Select(_ => Client(registration, root))];

    public async Task<Pace> RunAsync(Uri target, IReadOnlyList<byte[]> bodies, CancellationToken cancel)
    {
        var waiting = new ConcurrentQueue<byte[]>(bodies);
        var taken = new ConcurrentBag<double>();
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Connections * Streams).Select(at => Task.Run(async () =>
        {
            while (waiting.TryDequeue(out var body))
                taken.Add(await AskAsync(clients[at % Connections], target, body, cancel));
        }, cancel)));
        var whole = Stopwatch.GetElapsedTime(began);
        double[] sorted = [.. taken.Order()];
        return new Pace(bodies.Count / whole.TotalSeconds, sorted[(int)(sorted.Length * 0.99)]);
    }

    public void Dispose() => Array.ForEach(clients, client => client.Dispose());

    private static async Task<double> AskAsync(HttpClient client, Uri target, byte[] body, CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        using var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        using var answer = await client.PostAsync(target, content, cancel);
        var text = await answer.Content.ReadAsByteArrayAsync(cancel);
        return answer.StatusCode == HttpStatusCode.OK
            ? Stopwatch.GetElapsedTime(began).TotalMilliseconds
            : throw new InvalidOperationException($"{target} answered {answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(text)}");
    }

    private static HttpClient Client(X509Certificate2 registration, X509Certificate2 root) => new(new SocketsHttpHandler
    {
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = SslStreamCertificateContext.Create(registration, additionalCertificates: null, offline: true),
            CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                CustomTrustStore = { root },
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            },
        },
    })
    {
        DefaultRequestVersion = HttpVersion.Version20,
        DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        Timeout = TimeSpan.FromMinutes(1),
    };
}
