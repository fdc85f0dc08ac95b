using Microsoft.AspNetCore.Http;
using Warifu.Bank.Clients;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Consents.Tokens;

/// <summary>What a client does with tokens and grants that it has: revocation (RFC 7009), introspection (RFC 7662), Grant Management.</summary>
internal sealed class TokenQuestions(Database database, ClientAuthentication authentication, ShownSecrets shown)
{
    /// <summary>An unknown token, or another's, is answered like one that was revoked (RFC 7009, 2.2). A refresh token takes its access tokens with it.</summary>
    public async Task<IResult> RevokeAsync(HttpContext context, CancellationToken cancel)
    {
        var asked = await AskedAsync(context, cancel);
        if (asked.Refusal is { } refusal)
            return refusal.AsOAuthError();
        var (client, token) = asked.Value;
        await database.InTenantAsync(context.Face().Owner, async work =>
        {
            var with = new { work.Tenant, hash = Consent.HashOf(token), client.ClientId, now = database.Time.GetUtcNow() };
            // It is held first: an access token that it gives at this moment is seen by the next statement.
            await work.ExecuteAsync("select 1 from api_token where bank_code = @Tenant and token_sha256 = @hash for update", with);
            await work.ExecuteAsync("""
                update api_token t set revoked_at = @now
                from api_token shown join api_grant g on g.bank_code = shown.bank_code and g.grant_id = shown.grant_id
                where shown.bank_code = @Tenant and shown.token_sha256 = @hash and g.client_id = @ClientId
                  and t.bank_code = shown.bank_code and t.revoked_at is null
                  and (t.token_sha256 = shown.token_sha256 or (shown.kind = 'refresh' and t.kind = 'access' and t.consent_id = shown.consent_id))
                """, with);
        }, cancel);
        return Results.Ok();
    }

    /// <summary>A client learns of its own tokens alone.</summary>
    public async Task<IResult> IntrospectAsync(HttpContext context, CancellationToken cancel)
    {
        var asked = await AskedAsync(context, cancel);
        if (asked.Refusal is { } refusal)
            return refusal.AsOAuthError();
        var (client, token) = asked.Value;
        var standing = await shown.TokenAsync(context.Face().Owner, token, cancel);
        if (standing is null || standing.Grant.ClientId != client.ClientId || !standing.CountsAt(database.Time.GetUtcNow()))
            return Results.Json(new { active = false }, WireJson.Options);
        var members = new Dictionary<string, object>
        {
            ["active"] = true,
            ["client_id"] = standing.Grant.ClientId,
            ["iss"] = context.Issuer(),
            ["sub"] = $"{standing.Grant.GrantId}",
            ["iat"] = standing.MadeAt.ToUnixTimeSeconds(),
            ["exp"] = (standing.TokenEndsAt ?? standing.Grant.EndsAt).ToUnixTimeSeconds(),
            ["authorization_details"] = AuthorizationDetails.ToJson(standing.Grant.Allowed, standing.Grant.Accounts),
        };
        if (standing.Kind == "access")
        {
            members["token_type"] = standing.Way == SenderConstraint.Dpop ? "DPoP" : "Bearer";
            members["cnf"] = new Dictionary<string, object> { [standing.Way == SenderConstraint.Dpop ? "jkt" : "x5t#S256"] = standing.SenderKey };
        }
        return Results.Json(members, WireJson.Options);
    }

    private async Task<Outcome<(ApiClient Client, string Token)>> AskedAsync(HttpContext context, CancellationToken cancel)
    {
        var form = await OAuthForm.ReadAsync(context);
        if (form.Refusal is { } unreadable)
            return unreadable;
        var client = await authentication.RunAsync(context, form.Value, cancel);
        return client.Refusal is { } stranger ? stranger
            : form.Value["token"] is { } token ? (client.Value, token)
            : RequestRefusals.TokenMissing;
    }
}
