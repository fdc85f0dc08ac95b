using System.Text.Json;
using Warifu.Pki.Jose;
using Warifu.Wire;

namespace Warifu.Bank.Clients;

/// <summary>The checks of a client assertion (RFC 7523, section 3; FAPI 2.0 Security Profile, 5.3.2.1), one unit each.</summary>
internal static class ClientAssertion
{
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Clocks differ so much.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(10);

    /// <summary>What the standard names no limit for; so long its jti is remembered.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(5);

    private static readonly IReadOnlyList<Func<Jwt, ApiClient, string, DateTimeOffset, Refusal?>> Checks = [Algorithm, Signature, Holder, Audience, Expiry, Future, Life];

    public static Refusal? Of(Jwt assertion, ApiClient client, string issuer, DateTimeOffset now) =>
        Checks.Select(check => check(assertion, client, issuer, now)).FirstOrDefault(refusal => refusal is not null);

    private static Refusal? Algorithm(Jwt assertion, ApiClient client, string issuer, DateTimeOffset now) =>
        assertion.Algorithm is null ? ClientRefusals.AssertionAlgorithm : null;

    // A key ID chooses among the registered keys; without one each may have signed.
    private static Refusal? Signature(Jwt assertion, ApiClient client, string issuer, DateTimeOffset now) =>
        client.Keys.Where(key => assertion.KeyId is null || key.KeyId == assertion.KeyId).Any(assertion.IsSignedBy) ? null : ClientRefusals.AssertionSignature;

    private static Refusal? Holder(Jwt assertion, ApiClient client, string issuer, DateTimeOffset now) =>
        assertion["iss"] == client.ClientId && assertion["sub"] == client.ClientId ? null : ClientRefusals.AssertionNotOfClient;

    // One string, not an array: an assertion for us is for nobody else.
    private static Refusal? Audience(Jwt assertion, ApiClient client, string issuer, DateTimeOffset now) =>
        assertion["aud"] == issuer ? null : ClientRefusals.AssertionAudience;

    private static Refusal? Expiry(Jwt assertion, ApiClient client, string issuer, DateTimeOffset now) =>
        assertion.Instant("exp") is { } end && now < end ? null : ClientRefusals.AssertionExpired;

    private static Refusal? Future(Jwt assertion, ApiClient client, string issuer, DateTimeOffset now) =>
        IsAhead(assertion, "iat", now) || IsAhead(assertion, "nbf", now) ? ClientRefusals.AssertionFromFuture : null;

    private static Refusal? Life(Jwt assertion, ApiClient client, string issuer, DateTimeOffset now) =>
        assertion.Instant("exp") <= now + LongestLife + Ahead ? null : ClientRefusals.AssertionTooLong;

    // One that is there and no point in time is as good as ahead.
    private static bool IsAhead(Jwt assertion, string claim, DateTimeOffset now) =>
        assertion.Claims.TryGetProperty(claim, out JsonElement _) && !(assertion.Instant(claim) <= now + Ahead);
}
