using System.Net;
using System.Text.RegularExpressions;

namespace Warifu.Tests.Hub;

/// <summary>A person at the hub's pages: follows redirects, keeps cookies, posts forms with their hidden token.</summary>
internal sealed partial class Visitor(HubWorld hub) : IDisposable
{
    private readonly HttpClient browser = hub.Browser();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Of the page now open, entities decoded.</summary>
    public string Page { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    public string Path { get; private set; } = "/";

    public static async Task<Visitor> SignedInAsync(HubWorld hub, string mail = "keiri@minato.test")
    {
        var visitor = new Visitor(hub);
        await visitor.OpenAsync("/sign-in");
        await visitor.PostAsync("/sign-in", ("Mail", mail), ("Password", HubWorld.Password));
        return visitor;
    }

    public async Task OpenAsync(string path) => await ShowAsync(await browser.GetAsync(path, Cancel), path);

    /// <summary>Posts to a path with the anti-forgery token of the page now open.</summary>
    public async Task PostAsync(string path, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(Page) is { Success: true } found ? found.Groups[1].Value : "";
        using var form = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).ToDictionary(field => field.Item1, field => field.Item2));
        await ShowAsync(await browser.PostAsync(path, form, Cancel), path);
    }

    /// <summary>Posts one file in a form.</summary>
    public async Task UploadAsync(string path, string name, byte[]? content)
    {
        using var form = new MultipartFormDataContent { { new StringContent(Token().Match(Page).Groups[1].Value), "__RequestVerificationToken" } };
        if (content is not null)
            form.Add(new ByteArrayContent(content), name, "statement.txt");
        await ShowAsync(await browser.PostAsync(path, form, Cancel), path);
    }

    public void Dispose() => browser.Dispose();

    private async Task ShowAsync(HttpResponseMessage answer, string path)
    {
        using (answer)
        {
            if (answer.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther)
            {
                await OpenAsync(answer.Headers.Location!.ToString());
                return;
            }

            (Status, Path, Page) = (answer.StatusCode, path, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel)));
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
