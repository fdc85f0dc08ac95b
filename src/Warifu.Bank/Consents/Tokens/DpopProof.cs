using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Warifu.Bank.Clients;
using Warifu.Pki.Jose;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Consents.Tokens;

/// <summary>
/// A proof that a client has a key, made for one request (RFC 9449, 4.3). Its checks are one unit each; then it is taken, once.
/// </summary>
internal static class DpopProof
{
    public const string Header = "DPoP";

    /// <summary>Older proofs are refused, and so need not be remembered.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(10);

    private sealed record Seen(Jwt Proof, Jwk Key, string Method, string Address, string? Token, DateTimeOffset Now);

    private static readonly IReadOnlyList<Func<Seen, Refusal?>> Checks = [Signature, Method, Address, Age, Token];

    /// <param name="token">The access token that it comes with; null where it comes without.</param>
    /// <returns>The thumbprint of the key; null where there is no proof.</returns>
    public static async Task<Outcome<string?>> TakeAsync(Database database, HttpContext context, string? token, DateTimeOffset now, CancellationToken cancel)
    {
        var headers = context.Request.Headers[Header];
        if (headers.Count == 0)
            return (string?)null;
        // Several lines of one name are as one with commas (RFC 9110, 5.2), and no token has any.
        if (headers is not [{ } text] || text.Contains(',', StringComparison.Ordinal))
            return DpopRefusals.Many;
        if (Jwt.Read(text) is not { Type: "dpop+jwt" } proof || !proof.Header.TryGetProperty("jwk", out var json) || Jwk.Read(json) is not { } key)
            return DpopRefusals.Unreadable;
        var seen = new Seen(proof, key, context.Request.Method, $"{context.Request.Scheme}://{context.Request.Host}{context.Request.Path}", token, now);
        if (Checks.Select(check => check(seen)).FirstOrDefault(refusal => refusal is not null) is { } unfit)
            return unfit;
        return proof["jti"] is { Length: > 0 } id && await database.InTenantAsync(
            context.Face().Owner, work => UsedProofs.TakeAsync(work, "dpop", key.Thumbprint, id, proof.Instant("iat")!.Value + Oldest), cancel)
            ? key.Thumbprint
            : DpopRefusals.Replayed;
    }

    public static string HashOf(string token) => Base64UrlText.Write(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    private static Refusal? Signature(Seen seen) => seen.Proof.IsSignedBy(seen.Key) ? null : DpopRefusals.Signature;

    private static Refusal? Method(Seen seen) => seen.Proof["htm"] == seen.Method ? null : DpopRefusals.Method;

    // Without query and fragment, and as URIs are compared (RFC 9449, 4.3, 9).
    private static Refusal? Address(Seen seen) =>
        Uri.TryCreate(seen.Proof["htu"], UriKind.Absolute, out var named) && Uri.TryCreate(seen.Address, UriKind.Absolute, out var here)
        && named.GetLeftPart(UriPartial.Path) == here.GetLeftPart(UriPartial.Path) ? null : DpopRefusals.Address;

    private static Refusal? Age(Seen seen) =>
        seen.Proof.Instant("iat") is { } made && made <= seen.Now + Ahead && seen.Now < made + Oldest ? null : DpopRefusals.Age;

    private static Refusal? Token(Seen seen) => seen.Proof["ath"] == (seen.Token is null ? null : HashOf(seen.Token)) ? null : DpopRefusals.Token;
}
