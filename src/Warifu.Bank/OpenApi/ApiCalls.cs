using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Warifu.Bank.Clients;
using Warifu.Bank.Consents;
using Warifu.Bank.Consents.Tokens;
using Warifu.Bank.History;
using Warifu.Bank.SignIn;
using Warifu.Pki.Jose;
using Warifu.Postgres;
using Warifu.Web.Faces;
using Warifu.Web.Problems;
using Warifu.Wire;

namespace Warifu.Bank.OpenApi;

/// <summary>
/// Every call of the open API.
/// 1. The token, its grant, its client, the user and his certificate are read in one statement and count, at this moment.
/// 2. The sender has the key that the token is bound to.
/// 3. The link allows this business scope, and does not call too often.
/// 4. The call is written to the history.
/// 5. Then the answer is read.
/// </summary>
internal sealed partial class ApiCalls(Database database, Banks banks, ShownSecrets secrets, CallHistory history, ILogger<ApiCalls> log)
{
    private const string Bearer = "Bearer ";
    private const string Dpop = "DPoP ";

    /// <param name="scope">Null: the link itself, which every token of it may see.</param>
    public async Task<IResult> RunAsync(HttpContext context, BusinessScope? scope, Func<ApiCall, Task<Outcome<object>>> answer, CancellationToken cancel)
    {
        var bank = context.Face().Owner;
        if (TokenOf(context) is not { } shown)
            return Refused(context, ApiRefusals.TokenMissing);
        var now = database.Time.GetUtcNow();
        var token = await secrets.TokenAsync(bank, shown.Token, cancel); // 1
        if (token is null || token.Kind != "access" || !token.CountsAt(now))
            return Refused(context, ApiRefusals.TokenInvalid);
        if (token.Way != shown.Way || (token.Way == SenderConstraint.Mtls && !HasCertificate(context, token))) // 2
            return Refused(context, ApiRefusals.SenderOther);
        var admitted = await AdmitAsync(context, bank, token, shown.Token, scope, now, cancel);
        var outcome = admitted.Refusal is { } stays ? stays : await answer(admitted.Value); // 5
        if (outcome.Refusal is not { } refusal)
            return Results.Json(outcome.Value, WireJson.Options);
        NotAnswered(log, bank, token.Grant.GrantId, refusal.Code);
        return Refused(context, refusal);
    }

    private async Task<Outcome<ApiCall>> AdmitAsync(
        HttpContext context, string bank, TokenStanding token, string shown, BusinessScope? scope, DateTimeOffset now, CancellationToken cancel)
    {
        if (token.Way == SenderConstraint.Dpop) // 2
        {
            var proof = await DpopProof.TakeAsync(database, context, shown, now, cancel);
            if (proof.Refusal is { } unfit)
                return unfit;
            if (proof.Value != token.SenderKey)
                return ApiRefusals.SenderOther;
        }
        var grant = token.Grant;
        if (grant.Allowed.FirstOrDefault(detail => scope is null || detail.Scope == scope) is not { } allowed) // 3
            return ApiRefusals.ScopeMissing;
        var limit = banks.Of(bank).Profile.ApiLink!.CallsPerMinute;
        var done = new DoneAct(new(grant.ContractId, grant.LoginId, context.From()), $"{scope?.Name() ?? "grant"} {grant.ClientId} {grant.GrantId}", now);
        var calls = await history.WriteAsync(bank, new(grant.GrantId, done, limit), cancel); // 4
        TellLimit(context, limit, calls, now);
        return calls <= limit ? new ApiCall(context, bank, grant, allowed, now) : ApiRefusals.TooMany;
    }

    /// <summary>The headers tell how much of this minute is left.</summary>
    private static void TellLimit(HttpContext context, int limit, int calls, DateTimeOffset now)
    {
        var left = Text((int)(CallHistory.MinuteOf(now).AddMinutes(1) - now).TotalSeconds + 1);
        var headers = context.Response.Headers;
        headers["RateLimit-Limit"] = Text(limit);
        headers["RateLimit-Remaining"] = Text(Math.Max(0, limit - calls));
        headers["RateLimit-Reset"] = left;
        if (calls > limit)
            headers.RetryAfter = left;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static (string Token, SenderConstraint Way)? TokenOf(HttpContext context) => context.Request.Headers.Authorization switch
    {
        [{ } bearer] when bearer.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) => (bearer[Bearer.Length..], SenderConstraint.Mtls),
        [{ } dpop] when dpop.StartsWith(Dpop, StringComparison.OrdinalIgnoreCase) => (dpop[Dpop.Length..], SenderConstraint.Dpop),
        _ => null,
    };

    private static bool HasCertificate(HttpContext context, TokenStanding token) =>
        context.CertificateSha256() is { } shown && Base64UrlText.Write(shown) == token.SenderKey;

    /// <summary>RFC 6750, section 3; RFC 9449, section 7.1.</summary>
    private static IResult Refused(HttpContext context, Refusal refusal)
    {
        if (refusal.Status is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden || OAuthErrors.Of(refusal) == OAuthErrors.Proof)
        {
            var error = refusal == ApiRefusals.TokenMissing ? ""
                : refusal == ApiRefusals.ScopeMissing ? " error=\"insufficient_scope\""
                : OAuthErrors.Of(refusal) == OAuthErrors.Proof ? $" error=\"{OAuthErrors.Proof}\""
                : " error=\"invalid_token\"";
            context.Response.Headers.WWWAuthenticate = new[] { $"Bearer{error}", $"DPoP algs=\"ES256 PS256\"{(error.Length > 0 ? "," : "")}{error}" };
        }
        return (OAuthErrors.Of(refusal) == OAuthErrors.Proof ? refusal with { Status = StatusCodes.Status401Unauthorized } : refusal).AsProblem();
    }

    [LoggerMessage(2604, LogLevel.Warning, "A call over link {Grant} of bank {Bank} was refused: {Code}.")]
    private static partial void NotAnswered(ILogger log, string bank, Guid grant, string code);
}
