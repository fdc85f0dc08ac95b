using System.Security.Cryptography;
using Warifu.Bank.Clients;
using Warifu.Bank.Profiles;
using Warifu.Pki.Jose;
using Warifu.Postgres;

namespace Warifu.Bank.Consents;

/// <param name="Key">SHA-256 of the certificate, or the key's thumbprint; base64url.</param>
internal sealed record SenderKey(SenderConstraint Way, string Key);

/// <summary>What a token request gives.</summary>
/// <param name="Refresh">Null where the client has one already: it is not exchanged (FAPI 2.0, 5.3.2.1).</param>
internal sealed record GivenTokens(string Access, int Seconds, string? Refresh, Grant Grant, SenderConstraint Way)
{
    /// <summary>RFC 6749, 5.1; RFC 9396, section 7; Grant Management.</summary>
    public IReadOnlyDictionary<string, object> ToJson()
    {
        var members = new Dictionary<string, object>
        {
            ["access_token"] = Access,
            ["token_type"] = Way == SenderConstraint.Dpop ? "DPoP" : "Bearer",
            ["expires_in"] = Seconds,
            ["grant_id"] = $"{Grant.GrantId}",
            ["authorization_details"] = AuthorizationDetails.ToJson(Grant.Allowed, Grant.Accounts),
        };
        if (Refresh is not null)
            members["refresh_token"] = Refresh;
        return members;
    }
}

/// <summary>
/// Writes tokens down and hands them out. An access token is a signed JWT (RFC 9068) that anybody may read; that it counts is decided by its row,
/// with each call.
/// </summary>
internal sealed class TokenMaking(TokenKeys keys)
{
    public async Task<GivenTokens> GiveAsync(
        Work work, string issuer, Grant grant, Guid consent, SenderKey sender, ApiLinkPolicy policy, bool withRefresh, DateTimeOffset now)
    {
        var ends = now + policy.TokenLife < grant.EndsAt ? now + policy.TokenLife : grant.EndsAt;
        var access = await keys.SignAsync(work, Claims(issuer, grant, sender, now, ends), now);
        await WriteAsync(work, access, "access", grant, consent, sender, ends, now);
        string? refresh = null;
        if (withRefresh)
            await WriteAsync(work, refresh = Consent.NewSecret(), "refresh", grant, consent, sender, ends: null, now);
        return new(access, (int)(ends - now).TotalSeconds, refresh, grant, sender.Way);
    }

    /// <summary>All that one code gave.</summary>
    /// <returns>False when the grant is left without a refresh token, by which it could go on.</returns>
    public static async Task<bool> TakeBackAsync(Work work, Guid consent, Guid grant, DateTimeOffset now)
    {
        var with = new { work.Tenant, consent, grant, now };
        // Its refresh token is held first: an access token that it gives at this moment is seen by the next statement.
        await work.ExecuteAsync("select 1 from api_token where bank_code = @Tenant and consent_id = @consent and kind = 'refresh' for update", with);
        return await work.SingleAsync<bool>("""
            with taken as (update api_token set revoked_at = @now where bank_code = @Tenant and consent_id = @consent and revoked_at is null)
            select exists (
              select 1 from api_token where bank_code = @Tenant and grant_id = @grant and kind = 'refresh' and consent_id <> @consent and revoked_at is null)
            """, with);
    }

    private static Task WriteAsync(
        Work work, string token, string kind, Grant grant, Guid consent, SenderKey sender, DateTimeOffset? ends, DateTimeOffset now) => work.ExecuteAsync("""
        insert into api_token (bank_code, token_sha256, kind, grant_id, consent_id, sender, sender_key, made_at, ends_at)
        values (@Tenant, @hash, @kind, @GrantId, @consent, @way, @Key, @now, @ends)
        """, new
        {
            work.Tenant,
            hash = Consent.HashOf(token),
            kind,
            grant.GrantId,
            consent,
            way = ClientWords.Name(sender.Way),
            sender.Key,
            now,
            ends,
        });

    // The subject is the grant: whoever reads a token learns nothing by which to know the user elsewhere.
    private static Dictionary<string, object> Claims(string issuer, Grant grant, SenderKey sender, DateTimeOffset now, DateTimeOffset ends) => new()
    {
        ["iss"] = issuer,
        ["aud"] = issuer,
        ["sub"] = $"{grant.GrantId}",
        ["client_id"] = grant.ClientId,
        ["jti"] = Base64UrlText.Write(RandomNumberGenerator.GetBytes(16)),
        ["iat"] = now.ToUnixTimeSeconds(),
        ["exp"] = ends.ToUnixTimeSeconds(),
        ["authorization_details"] = AuthorizationDetails.ToJson(grant.Allowed, grant.Accounts),
        ["cnf"] = new Dictionary<string, object> { [sender.Way == SenderConstraint.Dpop ? "jkt" : "x5t#S256"] = sender.Key },
    };
}
