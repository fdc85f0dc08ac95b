using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Warifu.Bank.Clients;
using Warifu.Bank.Consents;
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
/// 4. The call is written to the history in the unit of work that reads the answer.
/// </summary>
internal sealed partial class ApiCalls(Database database, Banks banks, ILogger<ApiCalls> log)
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
        var token = await TokenStanding.ReadAsync(database, bank, shown.Token, cancel); // 1
        if (token is null || token.Kind != "access" || !token.CountsAt(now))
            return Refused(context, ApiRefusals.TokenInvalid);
        if (token.Way != shown.Way || (token.Way == SenderConstraint.Mtls && !HasCertificate(context, token))) // 2
            return Refused(context, ApiRefusals.SenderOther);
        var outcome = await database.InTenantAsync(bank, work => AnswerAsync(work, context, token, shown.Token, scope, answer, now), cancel);
        if (outcome.Refusal is not { } refusal)
            return Results.Json(outcome.Value, WireJson.Options);
        NotAnswered(log, bank, token.GrantId, refusal.Code);
        return Refused(context, refusal);
    }

    private async Task<Outcome<object>> AnswerAsync(
        Work work, HttpContext context, TokenStanding token, string shown, BusinessScope? scope, Func<ApiCall, Task<Outcome<object>>> answer, DateTimeOffset now)
    {
        if (token.Way == SenderConstraint.Dpop) // 2
        {
            var proof = await DpopProof.TakeAsync(work, context, shown, now);
            if (proof.Refusal is { } unfit)
                return unfit;
            if (proof.Value != token.SenderKey)
                return ApiRefusals.SenderOther;
        }
        if (token.Allowed.FirstOrDefault(detail => scope is null || detail.Scope == scope) is not { } allowed) // 3
            return ApiRefusals.ScopeMissing;
        if (!await CountAsync(work, context, token, now))
            return ApiRefusals.TooMany;
        await new HistoryEntry(token.ContractId, token.LoginId, context.From()).WriteAsync( // 4
            work, Act.LinkUsed, $"{scope?.Name() ?? "grant"} {token.ClientId} {token.GrantId}", now);
        return await answer(new(context, work, token, allowed, now));
    }

    /// <summary>Minutes are those of the clock; the headers tell how much of this one is left.</summary>
    private async Task<bool> CountAsync(Work work, HttpContext context, TokenStanding token, DateTimeOffset now)
    {
        var limit = banks.Of(work.Tenant!).Profile.ApiLink!.CallsPerMinute;
        var minute = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, now.Minute, 0, TimeSpan.Zero);
        var calls = await work.SingleAsync<int>("""
            with used as (update api_grant set used_at = @now where bank_code = @Tenant and grant_id = @GrantId)
            insert into api_usage (bank_code, grant_id, minute, calls) values (@Tenant, @GrantId, @minute, 1)
            on conflict (bank_code, grant_id) do update
              set calls = case when api_usage.minute = excluded.minute then api_usage.calls + 1 else 1 end, minute = excluded.minute
            returning calls
            """, new { work.Tenant, token.GrantId, minute, now });
        var left = (int)(minute.AddMinutes(1) - now).TotalSeconds + 1;
        context.Response.Headers["RateLimit-Limit"] = Text(limit);
        context.Response.Headers["RateLimit-Remaining"] = Text(Math.Max(0, limit - calls));
        context.Response.Headers["RateLimit-Reset"] = Text(left);
        if (calls > limit)
            context.Response.Headers.RetryAfter = Text(left);
        return calls <= limit;
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
