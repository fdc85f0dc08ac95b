using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Warifu.Web.Faces;

namespace Warifu.Bank.SignIn;

/// <summary>
/// The cookie that names a session row: 256 random bits and nothing else. It carries the bank's and the face's name,
/// because cookies ignore ports and all faces stand on one host in development.
/// </summary>
internal static class SessionCookie
{
    private const int Bytes = 32;
    private const string Step = "-step";

    public static string NewValue() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The database keeps only a hash, so that a copy of it opens no session.</summary>
    public static byte[] KeyOf(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));

    /// <param name="consent">Which it was begun for: sessions of consents stand beside that of the bank's pages, and beside each other.</param>
    public static string? Read(HttpContext context, Guid? consent = null) => context.Request.Cookies[Name(context.Face(), consent)];

    /// <inheritdoc cref="Read"/>
    public static void Write(HttpContext context, string value, Guid? consent = null) => context.Response.Cookies.Append(Name(context.Face(), consent), value, Options());

    /// <inheritdoc cref="Read"/>
    public static void Remove(HttpContext context, Guid? consent = null) => context.Response.Cookies.Delete(Name(context.Face(), consent), Options());

    /// <summary>The cookie of the step before a session, under a name of its own.</summary>
    public static class OfStep
    {
        public static string? Read(HttpContext context) => context.Request.Cookies[Name(context.Face(), consent: null) + Step];

        public static void Write(HttpContext context, string value) => context.Response.Cookies.Append(Name(context.Face(), consent: null) + Step, value, Options());

        public static void Remove(HttpContext context) => context.Response.Cookies.Delete(Name(context.Face(), consent: null) + Step, Options());
    }

    private static string Name(Face face, Guid? consent) => $"__Host-bank-{face.Owner}-{face.Name}{(consent is { } id ? $"-{id:N}"[..9] : "")}";

    private static CookieOptions Options() => new() { Path = "/", Secure = true, HttpOnly = true, SameSite = SameSiteMode.Strict, IsEssential = true };
}
