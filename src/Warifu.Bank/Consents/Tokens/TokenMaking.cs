using System.Security.Cryptography;
using Warifu.Bank.Clients;
using Warifu.Bank.Consents.Links;
using Warifu.Bank.Profiles;
using Warifu.Pki.Jose;
using Warifu.Postgres;
using Warifu.Postgres.Sharing;

namespace Warifu.Bank.Consents.Tokens;

/// <param name="Key">SHA-256 of the certificate, or the key's thumbprint; base64url.</param>
internal sealed record SenderKey(SenderConstraint Way, string Key);

/// <summary>A request at the token endpoint whose client has authenticated.</summary>
internal sealed record TokenRequest(string Bank, string Issuer, ApiLinkPolicy Policy, DateTimeOffset Now);

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
/// Signs tokens and has them written down. An access token is a signed JWT (RFC 9068) that anybody may read; that it counts is decided by its row,
/// with each call.
/// </summary>
internal sealed class TokenMaking(Database database, TokenKeys keys)
{
    // Two groups: while one is committed the other gathers and is written. 64 of them are some 5 ms of work.
    private readonly SharedWork<NewTokens, bool> written = new(database, new(Lanes: 2, Together: 64, Waiting: 1000), NewTokens.WriteAsync);

    /// <summary>Uses a code up.</summary>
    /// <returns>Null where somebody else did, meanwhile.</returns>
    public Task<GivenTokens?> RedeemAsync(
        TokenRequest request, RedeemableCode code, SenderKey sender, CancellationToken cancel) =>
        GiveAsync(request, code.Grant, sender, new(code.Grant.GrantId, code.ConsentId, sender, request.Now) { Refresh = Consent.NewSecret() }, cancel);

    /// <returns>Null where the refresh token was revoked, meanwhile.</returns>
    public Task<GivenTokens?> RefreshAsync(TokenRequest request, TokenStanding refresh, SenderKey sender, CancellationToken cancel) =>
        GiveAsync(request, refresh.Grant, sender, new(refresh.Grant.GrantId, refresh.ConsentId, sender, request.Now) { Shown = refresh.TokenSha256 }, cancel);

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

    private async Task<GivenTokens?> GiveAsync(TokenRequest request, Grant grant, SenderKey sender, NewTokens tokens, CancellationToken cancel)
    {
        var longest = request.Now + request.Policy.TokenLife;
        var ends = longest < grant.EndsAt ? longest : grant.EndsAt;
        var access = await keys.SignAsync(request.Bank, Claims(request.Issuer, grant, sender, request.Now, ends), request.Now, cancel);
        return await written.RunAsync(request.Bank, tokens with { Access = access, Ends = ends }, cancel)
            ? new(access, (int)(ends - request.Now).TotalSeconds, tokens.Refresh, grant, sender.Way)
            : null;
    }

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
