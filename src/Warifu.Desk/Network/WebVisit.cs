using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Warifu.Wire;

namespace Warifu.Desk.Network;

/// <summary>
/// One visit to a web site, page by page, as a browser without scripts: it keeps cookies, follows redirects and submits
/// forms with all their hidden fields. What the network refuses comes back as a value.
/// </summary>
public sealed class WebVisit : IDisposable
{
    private readonly HttpClient http;
    private readonly HtmlParser parser = new();
    private IHtmlDocument? page;
    private Uri? at;
    private readonly X509Certificate2? own;

    /// <param name="certificate">For sites that ask for one; null for the others.</param>
    public WebVisit(Uri site, X509Certificate2? certificate, ServerTrust trust, bool japanese)
    {
        own = certificate;
        var handler = trust.Handler(certificate);
        handler.CookieContainer = new CookieContainer();
        http = new HttpClient(handler) { BaseAddress = site, DefaultRequestVersion = HttpVersion.Version20, Timeout = TimeSpan.FromSeconds(60) };
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        http.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(japanese ? "ja" : "en"));
    }

    /// <summary>The page that came last.</summary>
    /// <exception cref="InvalidOperationException">None came yet.</exception>
    public IHtmlDocument Page => page ?? throw new InvalidOperationException("No page was opened yet.");

    /// <summary>Its address, after redirects.</summary>
    public Uri At => at ?? throw new InvalidOperationException("No page was opened yet.");

    /// <summary>Its status.</summary>
    public HttpStatusCode Status { get; private set; }

    public bool Succeeded => (int)Status is >= 200 and <= 299;

    /// <returns>Null when a page came, whatever its status; else why none did.</returns>
    public Task<Refusal?> OpenAsync(string path, CancellationToken cancel) => GoAsync(new(HttpMethod.Get, path), cancel);

    /// <summary>Submits a form of the page as it stands, with these fields put in.</summary>
    /// <returns>Null when a page came, whatever its status; else why none did.</returns>
    public Task<Refusal?> SubmitAsync(IHtmlFormElement form, IReadOnlyDictionary<string, string> filled, CancellationToken cancel)
    {
        var fields = new Dictionary<string, string>();
        foreach (var element in form.Elements)
            if (Value(element) is var (name, value))
                fields[name] = value;
        foreach (var (name, text) in filled)
            fields[name] = text;
        var action = form.GetAttribute("action");
        var target = string.IsNullOrEmpty(action) ? At : new Uri(At, action);
        if (string.Equals(form.Method, "get", StringComparison.OrdinalIgnoreCase))
            return GoAsync(new(HttpMethod.Get, new UriBuilder(target) { Query = string.Join('&', fields.Select(field => $"{Uri.EscapeDataString(field.Key)}={Uri.EscapeDataString(field.Value)}")) }.Uri), cancel);
        return GoAsync(new(HttpMethod.Post, target) { Content = new FormUrlEncodedContent(fields) }, cancel);
    }

    public void Dispose()
    {
        page?.Dispose();
        http.Dispose();
    }

    private static (string Name, string Value)? Value(IElement element) => element switch
    {
        IHtmlInputElement { Type: "submit" or "button" or "image" } => null,
        IHtmlInputElement { Name.Length: > 0, Type: "checkbox" or "radio" } input => input.IsChecked ? (input.Name, input.Value) : null,
        IHtmlInputElement { Name.Length: > 0 } input => (input.Name, input.Value),
        IHtmlSelectElement { Name.Length: > 0 } select => (select.Name, select.Value ?? ""),
        IHtmlTextAreaElement { Name.Length: > 0 } text => (text.Name, text.Value),
        _ => null,
    };

    private async Task<Refusal?> GoAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        using (request)
        {
            try
            {
                using var answer = await http.SendAsync(request, cancel);
                at = answer.RequestMessage!.RequestUri!;
                Status = answer.StatusCode;
                page?.Dispose();
                page = await parser.ParseDocumentAsync(await answer.Content.ReadAsStreamAsync(cancel), cancel);
                return null;
            }
            catch (HttpRequestException failed)
            {
                return ServerTrust.Explain(failed, own);
            }
            catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
            {
                return DeskRefusals.Unreachable;
            }
        }
    }
}
