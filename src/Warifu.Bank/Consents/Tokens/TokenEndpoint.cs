using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Warifu.Bank.Clients;
using Warifu.Bank.Consents.Links;
using Warifu.Bank.SignIn;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Consents.Tokens;

/// <summary>
/// The token endpoint (RFC 6749, 3.2): codes and refresh tokens become access tokens, which are bound to the client's certificate or key.
/// 1. The client authenticates.
/// 2. What it shows is its own and stands; a code that was used before takes back what it gave.
/// 3. The key that the token will be bound to is proved.
/// 4. The grant stands, and is awake.
/// 5. The code is used up, the tokens are written down; then the client gets them.
/// </summary>
internal sealed partial class TokenEndpoint(
    Database database, Banks banks, ClientAuthentication authentication, ShownSecrets shown, TokenMaking making, GrantEnding ending,
    ILogger<TokenEndpoint> log)
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
        var request = new TokenRequest(bank, context.Issuer(), banks.Of(context).Profile.ApiLink!, database.Time.GetUtcNow());
        var given = form.Value["grant_type"] switch
        {
            "authorization_code" => await RedeemAsync(request, context, client.Value, form.Value, cancel),
            "refresh_token" => await RefreshAsync(request, context, client.Value, form.Value, cancel),
            _ => GrantRefusals.TypeOther,
        };
        if (given.Refusal is not { } refusal)
            return Results.Json(given.Value.ToJson(), WireJson.Options);
        NotGiven(log, bank, client.Value.ClientId, refusal.Code);
        return refusal.AsOAuthError();
    }

    private async Task<Outcome<GivenTokens>> RedeemAsync(TokenRequest request, HttpContext context, ApiClient client, OAuthForm form, CancellationToken cancel)
    {
        if (form["code"] is not { } text || form["redirect_uri"] is not { } redirect || form["code_verifier"] is not { } verifier)
            return GrantRefusals.CodeMissing;
        if (await shown.CodeAsync(request.Bank, text, cancel) is not { } code || code.Grant.ClientId != client.ClientId) // 2
            return GrantRefusals.CodeUnknown;
        if (code.CodeUsedAt is not null)
            return await TakeBackAsync(request, context, code, cancel);
        if (request.Now >= code.CodeUntil)
            return GrantRefusals.CodeExpired;
        if (redirect != code.RedirectUri)
            return GrantRefusals.RedirectOther;
        if (Pki.Jose.Base64UrlText.Write(Consent.HashOf(verifier)) != code.Challenge)
            return GrantRefusals.VerifierWrong;
        var sender = await SenderAsync(context, client, request.Now, cancel); // 3
        if (sender.Refusal is { } unproved)
            return unproved;
        if (code.SenderKey is { } bound && bound != sender.Value.Key)
            return GrantRefusals.KeyOther;
        if (code.Grant.ForbidsAt(request.Now) is { } forbidden) // 4
            return forbidden;
        return await making.RedeemAsync(request, code, sender.Value, cancel) is { } tokens ? tokens : await TakeBackAsync(request, context, code, cancel); // 5
    }

    private async Task<Outcome<GivenTokens>> TakeBackAsync(TokenRequest request, HttpContext context, RedeemableCode code, CancellationToken cancel)
    {
        await database.InTenantAsync(request.Bank, async work =>
        {
            if (!await TokenMaking.TakeBackAsync(work, code.ConsentId, code.Grant.GrantId, request.Now))
                await ending.EndByServiceAsync(work, code.Grant.GrantId, GrantEnd.CodeReused, context.From(), request.Now);
        }, cancel);
        return GrantRefusals.CodeUsed;
    }

    private async Task<Outcome<GivenTokens>> RefreshAsync(TokenRequest request, HttpContext context, ApiClient client, OAuthForm form, CancellationToken cancel)
    {
        if (form["refresh_token"] is not { } text)
            return GrantRefusals.RefreshUnknown;
        if (await shown.TokenAsync(request.Bank, text, cancel) is not { Kind: "refresh", RevokedAt: null } token || token.Grant.ClientId != client.ClientId) // 2
            return GrantRefusals.RefreshUnknown;
        // A client's certificate and key may change: its refresh token is bound to the client, which has authenticated (RFC 8705, section 6; RFC 9449, section 5).
        var sender = await SenderAsync(context, client, request.Now, cancel); // 3
        if (sender.Refusal is { } unproved)
            return unproved;
        if (token.Grant.ForbidsAt(request.Now) is { } forbidden) // 4
            return forbidden;
        return await making.RefreshAsync(request, token, sender.Value, cancel) is { } tokens ? tokens : GrantRefusals.RefreshUnknown; // 5
    }

    /// <summary>By the registered way and no other.</summary>
    private async Task<Outcome<SenderKey>> SenderAsync(HttpContext context, ApiClient client, DateTimeOffset now, CancellationToken cancel)
    {
        var proof = await DpopProof.TakeAsync(database, context, token: null, now, cancel);
        if (proof.Refusal is { } unfit)
            return unfit;
        return client.Sender switch
        {
            SenderConstraint.Dpop => proof.Value is { } key ? new SenderKey(SenderConstraint.Dpop, key) : GrantRefusals.SenderMissing,
            SenderConstraint.Mtls => context.CertificateSha256() is { } certificate && proof.Value is null
                ? new SenderKey(SenderConstraint.Mtls, Pki.Jose.Base64UrlText.Write(certificate))
                : GrantRefusals.SenderMissing,
            _ => throw new ArgumentOutOfRangeException(nameof(client)),
        };
    }

    [LoggerMessage(2602, LogLevel.Warning, "Client {Client} of bank {Bank} was given no token: {Code}.")]
    private static partial void NotGiven(ILogger log, string bank, string client, string code);
}
