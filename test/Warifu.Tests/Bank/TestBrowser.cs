using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Warifu.Tests.Bank;

/// <summary>Opens pages, follows redirects and submits forms as a browser does, over one kind of connection: with its certificate or without.</summary>
internal sealed class TestBrowser : IDisposable
{
    private readonly HttpClient client;

    public TestBrowser(int port, X509Certificate2 server, X509Certificate2? certificate)
    {
        client = Client(port, server, certificate, Cookies);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public static HttpClient Client(int port, X509Certificate2 server, X509Certificate2? certificate, CookieContainer cookies) => new(new SocketsHttpHandler
    {
        CookieContainer = cookies,
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(IPAddress.Loopback, port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == server.GetCertHashString(),
            ClientCertificates = certificate is null ? null : [certificate],
            LocalCertificateSelectionCallback = certificate is null ? null : (_, _, _, _, _) => certificate,
        },
    })
    {
        DefaultRequestVersion = HttpVersion.Version20,
    };

    public CookieContainer Cookies { get; } = new();

    public Uri? Address { get; private set; }

    public HttpStatusCode Status { get; private set; }

    public IHtmlDocument Page { get; private set; } = new HtmlParser().ParseDocument("");

    /// <summary>The code of the refusal on the page; null when there is none.</summary>
    public string? Code => Page.QuerySelector(".code code")?.TextContent;

    public string Text(string selector) => string.Join(' ', Page.QuerySelectorAll(selector).Select(element => element.TextContent.Trim()));

    public async Task OpenAsync(string address)
    {
        using var answer = await client.GetAsync(address, TestContext.Current.CancellationToken);
        await TakeAsync(answer);
    }

    public Task FollowAsync(string selector) => OpenAsync(new Uri(Address!, Page.QuerySelector(selector)!.GetAttribute("href")).AbsoluteUri);

    public async Task<byte[]> DownloadAsync(string selector) =>
        await client.GetByteArrayAsync(new Uri(Address!, Page.QuerySelector(selector)!.GetAttribute("href")), TestContext.Current.CancellationToken);

    /// <summary>Sends a form of the page with its hidden and preset fields.</summary>
    public async Task SubmitAsync(string selector, params (string Name, string Value)[] fields)
    {
        var form = (IHtmlFormElement)Page.QuerySelector(selector)!;
        var values = new Dictionary<string, string>();
        foreach (var input in form.QuerySelectorAll<IHtmlInputElement>("input"))
            if (input.Name is { } name && (input.Type is not ("radio" or "checkbox") || input.IsChecked))
                values[name] = input.Value;
        foreach (var select in form.QuerySelectorAll<IHtmlSelectElement>("select"))
            values[select.Name!] = select.Value ?? "";
        foreach (var (name, value) in fields)
            values[name] = value;
        var target = new Uri(Address!, form.GetAttribute("action") ?? Address!.PathAndQuery);
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(values), Version = HttpVersion.Version20 };
        if (form.Method == "get")
        {
            var query = string.Join('&', values.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
            await OpenAsync($"{target.GetLeftPart(UriPartial.Path)}?{query}");
            return;
        }
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await TakeAsync(answer);
    }

    public void Dispose() => client.Dispose();

    private async Task TakeAsync(HttpResponseMessage answer)
    {
        (Status, Address) = (answer.StatusCode, answer.RequestMessage!.RequestUri);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Page = await new HtmlParser().ParseDocumentAsync(text, TestContext.Current.CancellationToken);
    }
}
