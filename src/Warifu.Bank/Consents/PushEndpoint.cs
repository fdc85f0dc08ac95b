using Microsoft.AspNetCore.Http;
using Warifu.Bank.Clients;
using Warifu.Bank.Consents.Links;
using Warifu.Bank.Consents.Tokens;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Wire;

namespace Warifu.Bank.Consents;

/// <summary>
/// Pushed authorization requests (RFC 9126), the only way in.
/// 1. The client authenticates.
/// 2. What it asks for is checked, everything.
/// 3. The key that its code will be bound to is read, where it uses DPoP (RFC 9449, section 10).
/// 4. The request is kept; the browser carries only its name.
/// </summary>
internal static class PushEndpoint
{
    public static async Task<IResult> RunAsync(HttpContext context, ClientAuthentication authentication, Database database, CancellationToken cancel)
    {
        var form = await OAuthForm.ReadAsync(context);
        if (form.Refusal is { } unreadable)
            return unreadable.AsOAuthError();
        var client = await authentication.RunAsync(context, form.Value, cancel); // 1
        if (client.Refusal is { } stranger)
            return stranger.AsOAuthError();
        var request = AuthorizationRequest.Of(form.Value, client.Value); // 2
        if (request.Refusal is { } unfit)
            return unfit.AsOAuthError();
        var now = database.Time.GetUtcNow();
        var key = await SenderKeyAsync(database, context, client.Value, form.Value["dpop_jkt"], now, cancel); // 3
        if (key.Refusal is { } unproved)
            return unproved.AsOAuthError();
        var pushed = await database.InTenantAsync<Outcome<string>>(context.Face().Owner, async work =>
        {
            if (request.Value.Replaces is { } grant && !await Grant.StandsAsync(work, grant, client.Value.ClientId, now))
                return RequestRefusals.GrantUnknown;
            return await Consent.PushAsync(work, client.Value, request.Value, key.Value, now); // 4
        }, cancel);
        return pushed.Refusal is { } refused ? refused.AsOAuthError() : Results.Json(
            new Dictionary<string, object> { ["request_uri"] = pushed.Value, ["expires_in"] = (int)Consent.PushLife.TotalSeconds },
            WireJson.Options, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<Outcome<string?>> SenderKeyAsync(
        Database database, HttpContext context, ApiClient client, string? named, DateTimeOffset now, CancellationToken cancel)
    {
        var proof = await DpopProof.TakeAsync(database, context, token: null, now, cancel);
        if (proof.Refusal is not null)
            return proof;
        return client.Sender == SenderConstraint.Mtls
            ? proof.Value is null && named is null ? (string?)null : RequestRefusals.DpopThumbprint
            : proof.Value is not null && named is not null && proof.Value != named ? RequestRefusals.DpopThumbprint
            : proof.Value ?? named;
    }
}
