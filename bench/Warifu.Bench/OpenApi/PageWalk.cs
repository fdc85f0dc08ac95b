using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Warifu.Bench.OpenApi;

/// <summary>A person's browser on the consent pages, with his certificate and cookies of its own. It follows redirections on the bank's pages and stops at the way out.</summary>
internal sealed class PageWalk(X509Certificate2 certificate) : IDisposable
{
    private readonly HttpClient client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true),
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        },
    })
    { DefaultRequestVersion = HttpVersion.Version20, DefaultRequestHeaders = { { "Accept", "text/html" } } };

    private Uri at = new("https://localhost/");
    private IHtmlDocument? page;

    /// <returns>Where it leads, when it is a redirection on the way in or out; null when the page is there.</returns>
    public async Task<Uri?> OpenAsync(Uri address, CancellationToken cancel)
    {
        using var answer = await client.GetAsync(at = address, cancel);
        return await TakeAsync(answer, follow: false, cancel);
    }

    public async Task<Uri?> SubmitAsync(Dictionary<string, string> fields, CancellationToken cancel)
    {
        var form = page?.QuerySelector("form.card") ?? throw new InvalidOperationException($"{at} has no form.");
        foreach (var hidden in form.QuerySelectorAll("input[type=hidden]").OfType<IHtmlInputElement>())
            fields[hidden.Name!] = hidden.Value;
        using var content = new FormUrlEncodedContent(fields);
        using var answer = await client.PostAsync(at = new Uri(at, form.GetAttribute("action") ?? at.PathAndQuery), content, cancel);
        return await TakeAsync(answer, follow: true, cancel);
    }

    public void Dispose() => client.Dispose();

    private async Task<Uri?> TakeAsync(HttpResponseMessage answer, bool follow, CancellationToken cancel)
    {
        if (answer.Headers.Location is { } location)
        {
            var target = new Uri(at, location);
            if (!follow || target.Host != at.Host)
                return target;
            using var next = await client.GetAsync(at = target, cancel);
            return await TakeAsync(next, follow, cancel);
        }
        var text = await answer.Content.ReadAsStringAsync(cancel);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"{at} answered {answer.StatusCode}: {text}");
        page = await new HtmlParser().ParseDocumentAsync(text, cancel);
        return null;
    }
}
