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

    /// <param name="port">0: the one in each address, for a bank on <c>localhost</c>.</param>
    /// <param name="at">Where the bank's names lead; null: this machine's usual address.</param>
    public TestBrowser(int port, X509Certificate2 server, X509Certificate2? certificate, IPAddress? at = null)
    {
        client = Client(port, server, certificate, Cookies, at);
        client.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public static HttpClient Client(int port, X509Certificate2 server, X509Certificate2? certificate, CookieContainer cookies, IPAddress? at = null) => new(new SocketsHttpHandler
    {
        CookieContainer = cookies,
        ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(at ?? IPAddress.Loopback, port == 0 ? context.DnsEndPoint.Port : port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
        SslOptions = new SslClientAuthenticationOptions
        {
            RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == server.GetCertHashString(),
            // .NET takes a session of one port for that of another of the same host, which did not ask for the certificate.
            AllowTlsResume = port != 0,
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

    public IHtmlDocument Page { get; set; } = new HtmlParser().ParseDocument("");

    /// <summary>Content-Security-Policy of the page.</summary>
    public string Policy { get; private set; } = "";

    /// <summary>X-Frame-Options of the page.</summary>
    public string Frames { get; private set; } = "";

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
        var form = Form(selector);
        var values = new Dictionary<string, string>();
        foreach (var input in form.QuerySelectorAll<IHtmlInputElement>("input"))
            if (input.Name is { } name && (input.Type is not ("radio" or "checkbox") || input.IsChecked))
                values[name] = input.Value;
        foreach (var select in form.QuerySelectorAll<IHtmlSelectElement>("select"))
            values[select.Name!] = select.Value ?? "";
        foreach (var (name, value) in fields)
            values[name] = value;
        if (form.Method == "get")
        {
            var query = string.Join('&', values.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
            await OpenAsync($"{TargetOf(form).GetLeftPart(UriPartial.Path)}?{query}");
            return;
        }
        await PostAsync(form, values);
    }

    /// <summary>Sends a form with its hidden fields and exactly these; one name may come several times.</summary>
    public Task SubmitAllAsync(string selector, IReadOnlyList<(string Name, string Value)> fields)
    {
        var form = Form(selector);
        var hidden = form.QuerySelectorAll<IHtmlInputElement>("input[type=hidden]").Select(input => KeyValuePair.Create(input.Name!, input.Value));
        return PostAsync(form, [.. hidden, .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
    }

    public void Dispose() => client.Dispose();

    /// <summary>Presses a button of a form that leads elsewhere than the form does.</summary>
    public Task SubmitToAsync(string selector, string action, params (string Name, string Value)[] fields)
    {
        var form = Form(selector);
        form.SetAttribute("action", action);
        return SubmitAllAsync(selector, fields);
    }

    private IHtmlFormElement Form(string selector) => (IHtmlFormElement)Page.QuerySelector(selector)!;

    private Uri TargetOf(IHtmlFormElement form) => new(Address!, form.GetAttribute("action") ?? Address!.PathAndQuery);

    private async Task PostAsync(IHtmlFormElement form, IEnumerable<KeyValuePair<string, string>> values)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, TargetOf(form)) { Content = new FormUrlEncodedContent(values), Version = HttpVersion.Version20 };
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        await TakeAsync(answer);
    }

    private async Task TakeAsync(HttpResponseMessage answer)
    {
        (Status, Address) = (answer.StatusCode, answer.RequestMessage!.RequestUri);
        Policy = Header("Content-Security-Policy");
        Frames = Header("X-Frame-Options");
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Page = await new HtmlParser().ParseDocumentAsync(text, TestContext.Current.CancellationToken);

        string Header(string name) => answer.Headers.TryGetValues(name, out var values) ? string.Join(' ', values) : "";
    }
}
