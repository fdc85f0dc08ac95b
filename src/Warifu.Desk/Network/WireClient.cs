using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Mime;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Warifu.Wire;

namespace Warifu.Desk.Network;

/// <summary>Calls an API of bank or hub; its refusals come back as values in the words of the server.</summary>
public sealed class WireClient : IDisposable
{
    private readonly HttpClient http;
    private readonly X509Certificate2? own;

    public WireClient(SocketsHttpHandler handler, Uri address, bool japanese)
    {
        own = handler.SslOptions.ClientCertificateContext?.TargetCertificate;
        http = new HttpClient(handler)
        {
            BaseAddress = address,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionOrHigher,
            Timeout = TimeSpan.FromSeconds(100),
        };
        http.DefaultRequestHeaders.AcceptLanguage.Add(new StringWithQualityHeaderValue(japanese ? "ja" : "en"));
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaTypeNames.Application.Json));
    }

    public Task<Outcome<T>> GetAsync<T>(string path, CancellationToken cancel) => SendAsync<T>(new(HttpMethod.Get, path), cancel);

    public Task<Outcome<T>> PostAsync<T>(string path, object body, CancellationToken cancel) =>
        SendAsync<T>(new(HttpMethod.Post, path) { Content = Content(body) }, cancel);

    public Task<Outcome<T>> DeleteAsync<T>(string path, CancellationToken cancel) => SendAsync<T>(new(HttpMethod.Delete, path), cancel);

    /// <summary>For calls that answer without content.</summary>
    public Task<Outcome<Nothing>> TellAsync(HttpMethod method, string path, object body, CancellationToken cancel) =>
        SendAsync<Nothing>(new(method, path) { Content = Content(body) }, cancel);

    /// <summary>Opens a stream that stays open; the caller reads it to its end.</summary>
    public async Task<Outcome<Stream>> OpenAsync(string path, CancellationToken cancel)
    {
        try
        {
            var answer = await http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancel);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadAsStreamAsync(cancel) : await RefusalAsync(answer, cancel);
        }
        catch (HttpRequestException failed)
        {
            return ServerTrust.Explain(failed, own);
        }
    }

    public void Dispose() => http.Dispose();

    private static JsonContent Content(object body) => JsonContent.Create(body, body.GetType(), options: WireJson.Options);

    private async Task<Outcome<T>> SendAsync<T>(HttpRequestMessage request, CancellationToken cancel)
    {
        using (request)
        {
            try
            {
                using var answer = await http.SendAsync(request, cancel);
                if (!answer.IsSuccessStatusCode)
                    return await RefusalAsync(answer, cancel);
                if (typeof(T) == typeof(Nothing))
                    return (T)(object)Nothing.AtAll;
                return await answer.Content.ReadFromJsonAsync<T>(WireJson.Options, cancel) is { } value ? value : DeskRefusals.AnswerUnreadable;
            }
            catch (HttpRequestException failed)
            {
                return ServerTrust.Explain(failed, own);
            }
            catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
            {
                return DeskRefusals.Unreachable;
            }
            catch (JsonException)
            {
                return DeskRefusals.AnswerUnreadable;
            }
        }
    }

    private static async Task<Refusal> RefusalAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (answer.Content.Headers.ContentType?.MediaType == MediaTypeNames.Application.ProblemJson
            && await answer.Content.ReadFromJsonAsync<Problem>(WireJson.Options, cancel) is { } problem)
            return new(problem.Code, problem.Status, new(problem.Title, problem.Title), new(problem.Detail ?? "", problem.Detail ?? ""));
        return DeskRefusals.AnswerUnreadable;
    }
}

/// <summary>What a call without content answers.</summary>
public sealed record Nothing
{
    public static Nothing AtAll { get; } = new();
}
