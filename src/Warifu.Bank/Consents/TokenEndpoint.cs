using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Warifu.Bank.Clients;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>
/// The token endpoint (RFC 6749, 3.2): codes and refresh tokens become access tokens, which are bound to the client's certificate or key.
/// 1. The client authenticates.
/// 2. What it shows is its own and stands; a code that was used before takes back what it gave.
/// 3. The key that the token will be bound to is proved.
/// 4. The grant stands, and is awake.
/// 5. The code is used up, the tokens are written down; then the client gets them.
/// </summary>
internal sealed partial class TokenEndpoint(Database database, Banks banks, ClientAuthentication authentication, TokenMaking making, GrantEnding ending, ILogger<TokenEndpoint> log)
{
    public async Task<IResult> RunAsync(HttpContext context, CancellationToken cancel)
    {
        var form = await OAuthForm.ReadAsync(context);
        if (form.Refusal is { } unreadable)
            return unreadable.AsOAuthError();
        var client = await authentication.RunAsync(context, form.Value, cancel); // 1
        if (client.Refusal is { } stranger)
            return stranger.AsOAuthError();
        var bank = context.Face().Owner;
        var given = await database.InTenantAsync(bank, work => form.Value["grant_type"] switch
        {
            "authorization_code" => RedeemAsync(work, context, client.Value, form.Value),
            "refresh_token" => RefreshAsync(work, context, client.Value, form.Value),
            _ => Task.FromResult<Outcome<GivenTokens>>(GrantRefusals.TypeOther),
        }, cancel);
        if (given.Refusal is not { } refusal)
            return Results.Json(given.Value.ToJson(), WireJson.Options);
        NotGiven(log, bank, client.Value.ClientId, refusal.Code);
        return refusal.AsOAuthError();
    }

    private async Task<Outcome<GivenTokens>> RedeemAsync(Work work, HttpContext context, ApiClient client, OAuthForm form)
    {
        if (form["code"] is not { } code || form["redirect_uri"] is not { } redirect || form["code_verifier"] is not { } verifier)
            return GrantRefusals.CodeMissing;
        var now = database.Time.GetUtcNow();
        var consent = await work.SingleOrDefaultAsync<Consent>(
            "select * from consent where bank_code = @Tenant and code_sha256 = @hash and client_id = @ClientId for no key update",
            new { work.Tenant, hash = Consent.HashOf(code), client.ClientId });
        if (consent is null) // 2
            return GrantRefusals.CodeUnknown;
        if (consent.CodeUsedAt is not null)
        {
            if (!await TokenMaking.TakeBackAsync(work, consent.ConsentId, consent.GrantId!.Value, now))
                await ending.EndByServiceAsync(work, consent.GrantId.Value, GrantEnd.CodeReused, context.From(), now);
            return GrantRefusals.CodeUsed;
        }
        if (now >= consent.CodeUntil)
            return GrantRefusals.CodeExpired;
        if (redirect != consent.RedirectUri)
            return GrantRefusals.RedirectOther;
        if (Pki.Jose.Base64UrlText.Write(Consent.HashOf(verifier)) != consent.Challenge)
            return GrantRefusals.VerifierWrong;
        var sender = await SenderAsync(work, context, client, now); // 3
        if (sender.Refusal is { } unproved)
            return unproved;
        if (consent.SenderKey is { } bound && bound != sender.Value.Key)
            return GrantRefusals.KeyOther;
        if (await Grant.FindAsync(work, consent.GrantId!.Value, client.ClientId, now) is not { } grant) // 4
            return GrantRefusals.Ended;
        if (grant.ForbidsAt(now) is { } forbidden)
            return forbidden;
        await work.ExecuteAsync( // 5
            "update consent set code_used_at = @now where bank_code = @Tenant and consent_id = @ConsentId", new { work.Tenant, consent.ConsentId, now });
        return await making.GiveAsync(work, context.Issuer(), grant, consent.ConsentId, sender.Value, banks.Of(context).Profile.ApiLink!, withRefresh: true, now);
    }

    private async Task<Outcome<GivenTokens>> RefreshAsync(Work work, HttpContext context, ApiClient client, OAuthForm form)
    {
        if (form["refresh_token"] is not { } refresh)
            return GrantRefusals.RefreshUnknown;
        var now = database.Time.GetUtcNow();
        // It is held: whoever revokes it at this moment waits, and then finds the new access token too.
        var token = await work.SingleOrDefaultAsync<RefreshToken>("""
            select t.grant_id, t.consent_id, t.revoked_at from api_token t join api_grant g on g.bank_code = t.bank_code and g.grant_id = t.grant_id
            where t.bank_code = @Tenant and t.token_sha256 = @hash and t.kind = 'refresh' and g.client_id = @ClientId
            for share of t
            """, new { work.Tenant, hash = Consent.HashOf(refresh), client.ClientId });
        if (token is null || token.RevokedAt is not null) // 2
            return GrantRefusals.RefreshUnknown;
        // A client's certificate and key may change: its refresh token is bound to the client, which has authenticated (RFC 8705, section 6; RFC 9449, section 5).
        var sender = await SenderAsync(work, context, client, now); // 3
        if (sender.Refusal is { } unproved)
            return unproved;
        if (await Grant.FindAsync(work, token.GrantId, client.ClientId, now) is not { } grant) // 4
            return GrantRefusals.Ended;
        if (grant.ForbidsAt(now) is { } forbidden)
            return forbidden;
        return await making.GiveAsync(work, context.Issuer(), grant, token.ConsentId, sender.Value, banks.Of(context).Profile.ApiLink!, withRefresh: false, now); // 5
    }

    /// <summary>By the registered way and no other.</summary>
    private static async Task<Outcome<SenderKey>> SenderAsync(Work work, HttpContext context, ApiClient client, DateTimeOffset now)
    {
        var proof = await DpopProof.TakeAsync(work, context, token: null, now);
        if (proof.Refusal is { } unfit)
            return unfit;
        return client.Sender switch
        {
            SenderConstraint.Dpop => proof.Value is { } key ? new SenderKey(SenderConstraint.Dpop, key) : GrantRefusals.SenderMissing,
            SenderConstraint.Mtls => context.CertificateSha256() is { } shown && proof.Value is null
                ? new SenderKey(SenderConstraint.Mtls, Pki.Jose.Base64UrlText.Write(shown))
                : GrantRefusals.SenderMissing,
            _ => throw new ArgumentOutOfRangeException(nameof(client)),
        };
    }

    private sealed record RefreshToken(Guid GrantId, Guid ConsentId, DateTimeOffset? RevokedAt);

    [LoggerMessage(2602, LogLevel.Warning, "Client {Client} of bank {Bank} was given no token: {Code}.")]
    private static partial void NotGiven(ILogger log, string bank, string client, string code);
}
