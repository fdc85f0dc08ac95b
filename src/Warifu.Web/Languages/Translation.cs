using System.Globalization;
using Microsoft.AspNetCore.Http;
using Warifu.Wire;

namespace Warifu.Web.Languages;

/// <summary>
/// The language of one request, and how it writes days, times and amounts. Both languages of a sentence stand side by
/// side where it is used: <c>@T["ログイン", "Sign in"]</c>. Japanese unless the person chose, or asks for, English.
/// </summary>
public sealed class Translation
{
    private static readonly CultureInfo Japanese = CultureInfo.GetCultureInfo("ja-JP");
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");

    public Translation(IHttpContextAccessor accessor) => IsJapanese = accessor.HttpContext is not { } context || WantsJapanese(context);

    internal Translation(bool japanese) => IsJapanese = japanese;

    public bool IsJapanese { get; }

    public string Language => IsJapanese ? "ja" : "en";

    public string this[string japanese, string english] => IsJapanese ? japanese : english;

    public string this[Phrase phrase] => phrase.In(IsJapanese);

    /// <summary>For the attribute <c>lang</c> (WCAG 3.1.2): Japanese where an English page repeats what another party said in Japanese alone.</summary>
    /// <returns>Null where it is the page's own.</returns>
    public string? OtherLanguageOf(Phrase phrase) => phrase.Ja == phrase.En ? OtherLanguageOf(phrase.Ja) : null;

    /// <inheritdoc cref="OtherLanguageOf(Phrase)"/>
    public string? OtherLanguageOf(string told) => !IsJapanese && told.Any(letter => letter >= '\u3000') ? "ja" : null;

    /// <summary>2026年11月21日(土), 21 Nov 2026.</summary>
    public string Day(DateOnly day) =>
        IsJapanese ? day.ToString("yyyy年MM月dd日(ddd)", Japanese) : day.ToString("d MMM yyyy", English);

    /// <summary>The day it is in Japan at that moment.</summary>
    public string DayOf(DateTimeOffset moment) => Day(JapanTime.DayOf(moment));

    /// <summary>From day to day, both Japan's: 2026年11月01日(日) 〜 2026年11月21日(土), 1 Nov 2026 to 21 Nov 2026.</summary>
    public string Period(DateOnly from, DateOnly to) => this[$"{Day(from)} 〜 {Day(to)}", $"{Day(from)} to {Day(to)}"];

    /// <inheritdoc cref="Period(DateOnly, DateOnly)"/>
    public string Period(DateTimeOffset from, DateTimeOffset to) => Period(JapanTime.DayOf(from), JapanTime.DayOf(to));

    /// <summary>What tells a name apart, such as an ID, in brackets behind it: 湊 健（minato03）, 湊 健 (minato03).</summary>
    public string Bracketed(string name, string? behind) => behind is null ? name : this[$"{name}（{behind}）", $"{name} ({behind})"];

    /// <summary>照会、管理; Inquiry, Manage.</summary>
    public string List(IEnumerable<string> items) => string.Join(this["、", ", "], items);

    /// <summary>In Japan's time, to the second as in seed 003: 2010年12月01日 08時59分59秒.</summary>
    public string Moment(DateTimeOffset moment)
    {
        var here = JapanTime.Of(moment);
        return IsJapanese ? here.ToString("yyyy年MM月dd日 HH時mm分ss秒", Japanese) : here.ToString("d MMM yyyy, HH:mm:ss", English);
    }

    /// <summary>To the minute as in seed 000: 2019/06/18 14:02.</summary>
    public string ShortMoment(DateTimeOffset moment) =>
        JapanTime.Of(moment).ToString(IsJapanese ? "yyyy/MM/dd HH:mm" : "d MMM yyyy, HH:mm", IsJapanese ? Japanese : English);

    /// <summary>12,345円 or ¥12,345; negative with a true minus sign.</summary>
    public string Yen(decimal amount) =>
        (amount < 0 ? "−" : "") + (IsJapanese ? Digits(Math.Abs(amount)) + "円" : "¥" + Digits(Math.Abs(amount)));

    /// <summary>With separators, without a currency, as in a column of a passbook.</summary>
    public string Number(decimal amount) => (amount < 0 ? "−" : "") + Digits(Math.Abs(amount));

    private static string Digits(decimal amount) => amount.ToString("#,##0.##", CultureInfo.InvariantCulture);

    /// <summary>A <c>__Host-</c> cookie needs TLS, which the loopback address of a PC has not.</summary>
    internal static string CookieOf(HttpContext context) => context.Request.IsHttps ? "__Host-lang" : "lang";

    private static bool WantsJapanese(HttpContext context)
    {
        var chosen = context.Request.Query["lang"].FirstOrDefault() ?? context.Request.Cookies[CookieOf(context)];
        if (chosen is "ja" or "en")
            return chosen == "ja";
        var asked = context.Request.GetTypedHeaders().AcceptLanguage
            .OrderByDescending(language => language.Quality ?? 1)
            .Select(language => language.Value.ToString())
            .FirstOrDefault(language => language.StartsWith("ja", StringComparison.OrdinalIgnoreCase) || language.StartsWith("en", StringComparison.OrdinalIgnoreCase));
        return asked?.StartsWith("en", StringComparison.OrdinalIgnoreCase) != true;
    }
}

/// <summary>Keeps the language a person chose with <c>?lang=</c>.</summary>
internal sealed class LanguageChoiceMiddleware(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Request.Query["lang"].FirstOrDefault() is "ja" or "en")
            context.Response.Cookies.Append(Translation.CookieOf(context), context.Request.Query["lang"]!, new CookieOptions
            {
                Secure = context.Request.IsHttps,
                HttpOnly = true,
                Path = "/",
                SameSite = SameSiteMode.Lax,
                MaxAge = TimeSpan.FromDays(365),
            });
        return next(context);
    }
}
