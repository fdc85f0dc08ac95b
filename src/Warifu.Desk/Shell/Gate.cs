using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Warifu.Wire;

namespace Warifu.Desk.Shell;

/// <summary>
/// Who may talk to the loopback port: the window of this program and nobody else. Any local user and any web page can reach
/// the port, so every request, of assets too, must
/// <list type="number">
/// <item>name exactly our address in <c>Host</c> (a name that a stranger's DNS points here is refused),</item>
/// <item>come from our own pages or from no page (<c>Origin</c>, <c>Sec-Fetch-Site</c>: a cookie knows no port, a page of another
/// local server would carry it),</item>
/// <item>carry the cookie that the one-time token was exchanged for; only <see cref="EntrancePath"/> takes the token instead.</item>
/// </list>
/// </summary>
internal sealed class Gate(TimeProvider time)
{
    public const string EntrancePath = "/enter";
    public const string Cookie = "warifu-desk";

    private const int SecretBytes = 32;

    // From making the address to the window's first request; a slow PC starts its web view in seconds.
    private static readonly TimeSpan TokenLife = TimeSpan.FromMinutes(2);

    private readonly string session = NewSecret();
    private readonly Lock guard = new();
    private readonly Dictionary<string, DateTimeOffset> tokens = [];

    /// <summary>Such as <c>127.0.0.1:49731</c>; set once the port is known.</summary>
    public string Authority { get; set; } = "";

    /// <summary>A path that lets one browser in, once.</summary>
    /// <param name="next">Where it goes then, on this server.</param>
    public string Admit(string next)
    {
        var token = NewSecret();
        lock (guard)
            tokens.Add(token, time.GetUtcNow() + TokenLife);
        return $"{EntrancePath}?token={token}&next={Uri.EscapeDataString(next)}";
    }

    /// <summary>Whether the token was ours and unused; from now on it is used.</summary>
    public bool Takes(string token)
    {
        lock (guard)
            return tokens.Remove(token, out var until) && time.GetUtcNow() <= until;
    }

    /// <summary>Lets this browser in until the program ends.</summary>
    public void Enter(HttpContext context) =>
        context.Response.Cookies.Append(Cookie, session, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Path = "/", IsEssential = true });

    /// <returns>Null for our own window; else why not.</returns>
    public Refusal? Judge(HttpRequest request)
    {
        if (request.Headers.Host != Authority) // 1
            return ShellRefusals.WrongHost;
        var entering = request.Path == EntrancePath && HttpMethods.IsGet(request.Method);
        if (entering)
            return null;
        if (request.Headers.Origin is [{ } origin] && origin != $"http://{Authority}" // 2
            || request.Headers.Origin.Count > 1
            || request.Headers["Sec-Fetch-Site"].ToString() is not ("" or "same-origin" or "none"))
            return ShellRefusals.ForeignPage;
        var shown = request.Cookies[Cookie] ?? "";
        return CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(shown), System.Text.Encoding.UTF8.GetBytes(session)) // 3
            ? null
            : ShellRefusals.Stranger;
    }

    private static string NewSecret() => RandomNumberGenerator.GetHexString(SecretBytes * 2, lowercase: true);
}

/// <summary>Stands before everything else; what it refuses sees no page and no asset of ours.</summary>
internal sealed partial class GateMiddleware(RequestDelegate next, Gate gate, ILogger<GateMiddleware> log)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (gate.Judge(context.Request) is { } refusal)
            return RefuseAsync(context, refusal);
        if (context.Request.Path != Gate.EntrancePath)
        {
            context.Response.OnStarting(TellOrigin, context.Response);
            return next(context);
        }
        if (!gate.Takes(context.Request.Query["token"].ToString()))
            return RefuseAsync(context, ShellRefusals.Stranger);
        gate.Enter(context);
        return LeadInAsync(context);
    }

    // Under no-referrer a browser sends a form of ours with Origin "null", which a stranger's page has too.
    private static Task TellOrigin(object response)
    {
        ((HttpResponse)response).Headers["Referrer-Policy"] = "same-origin";
        return Task.CompletedTask;
    }

    // The next page is opened by this one and not by a redirect: a browser that came from elsewhere would otherwise go on as a
    // stranger's page, without its new cookie (SameSite=Strict).
    private static Task LeadInAsync(HttpContext context)
    {
        var wanted = context.Request.Query["next"].ToString();
        var path = wanted is ['/', not '/' and not '\\', ..] ? wanted : "/";
        Shut(context.Response);
        context.Response.ContentType = "text/html; charset=utf-8";
        var safe = System.Text.Encodings.Web.HtmlEncoder.Default.Encode(path);
        return context.Response.WriteAsync(
            $"""<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>Warifu Desk</title><meta http-equiv="refresh" content="0;url={safe}"></head><body><p><a href="{safe}">Warifu Desk</a></p></body></html>""");
    }

    private Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        Refused(log, refusal.Code, context.Request.Method);
        Shut(context.Response);
        context.Response.StatusCode = refusal.Status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync($"{refusal.What.Ja}\n{refusal.WayOut.Ja}\n\n{refusal.What.En}\n{refusal.WayOut.En}\n({refusal.Code})\n");
    }

    private static void Shut(HttpResponse response)
    {
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    [LoggerMessage(6001, LogLevel.Warning, "The loopback port refused a {Method}: {Code}")]
    private static partial void Refused(ILogger log, string code, string method);
}
