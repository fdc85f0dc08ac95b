using System.Security.Cryptography.X509Certificates;
using AngleSharp.Dom;
using AngleSharp.Html.Dom;
using Warifu.Desk;
using Warifu.Desk.Network;
using Warifu.Wire;

namespace Warifu.Stories;

/// <summary>A person at a web site, page by page: what he does, and what the page must then show.</summary>
internal sealed class Visitor(Uri site, X509Certificate2? certificate, DeskFolder trusts, bool japanese) : IDisposable
{
    private readonly WebVisit web = new(site, certificate, ServerTrust.Of(trusts), japanese);

    public IHtmlDocument Page => web.Page;

    public string Path => web.At.AbsolutePath;

    public async Task OpenAsync(string path, CancellationToken cancel) => Judge(await web.OpenAsync(path, cancel));

    /// <summary>Presses the button of a form with these fields filled in.</summary>
    public async Task PressAsync(string form, IReadOnlyDictionary<string, string> filled, CancellationToken cancel) =>
        Judge(await web.SubmitAsync(There<IHtmlFormElement>(form), filled, cancel));

    /// <exception cref="InvalidOperationException">The page does not show it.</exception>
    public T There<T>(string selector)
        where T : class, IElement =>
        Page.QuerySelector(selector) as T ?? throw new InvalidOperationException($"{web.At}: {selector} is not there.");

    public string Text(string selector) => string.Join(' ', There<IElement>(selector).TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    public void Dispose() => web.Dispose();

    private void Judge(Refusal? failed)
    {
        if (failed is not null)
            throw new RefusedException(failed);
        if (Page.QuerySelector(".alert .code code")?.TextContent is { } code)
        {
            var words = Page.QuerySelector(".alert .what")?.TextContent ?? "";
            throw new RefusedException(DeskRefusals.BankRefused with { Code = code, What = new(words, words) });
        }
    }
}
